import { Button, Card, Checkbox, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { Copy, X } from 'lucide-react'
import type { SupportedEventsResponse } from '../../../../src/contract/webhooks/supported-events.ts'
import { useTargetKinds } from '../../../api/target-kinds.ts'
import { useFieldError } from '../../../parts/fields/field-errors.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { wordsFor } from '../../../text/words-for.ts'
import type { TargetForm } from '../policy-form.ts'
import { AuthenticationFields } from './groups/authentication-fields.tsx'
import { TargetOptionFields } from './target-option-fields.tsx'
import { TemplateFields } from './template-fields.tsx'

interface TargetFieldsProps {
  readonly target: TargetForm
  readonly number: number
  readonly supported: SupportedEventsResponse | undefined
  readonly onChange: (target: TargetForm) => void
  readonly onDuplicate: () => void
  /** Null: the only target cannot be removed. */
  readonly onRemove: (() => void) | null
}

/** A target of a webhook: where its requests go and how. */
export function TargetFields(props: TargetFieldsProps) {
  const { target, supported, onChange } = props
  const kinds = useTargetKinds()
  const schema = kinds.data?.find(({ type }) => type === target.type)?.options_schema
  const patch = (part: Partial<TargetForm>): void => onChange({ ...target, ...part })
  const at = {
    options: target.options,
    stored: target.storedOptions,
    onChange: (options: TargetForm['options']) => patch({ options }),
  }
  return (
    <Card padding="md">
      <TargetHead {...props} />
      <Stack gap="sm">
        <KindAndFormat target={target} supported={supported} onChange={onChange} />
        <AddressField target={target} patch={patch} />
        {target.type === 'http' && (
          <AuthenticationFields target={target} schema={schema} at={at} onChange={onChange} />
        )}
        {target.payloadFormat === 'Template' && <TemplateFields target={target} onChange={onChange} />}
        {schema && <TargetOptionFields target={target} schema={schema} at={at} />}
      </Stack>
    </Card>
  )
}

function TargetHead({ number, onDuplicate, onRemove }: TargetFieldsProps) {
  const t = useText()
  return (
    <Group justify="space-between" mb="xs">
      <Text fw={600}>{t.policy.target(number)}</Text>
      <Group gap={4}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Copy size={14} />}
          onClick={onDuplicate}
          aria-label={t.policyForm.duplicateTarget(number)}
        >
          {t.policyForm.duplicate}
        </Button>
        {onRemove && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<X size={14} />}
            onClick={onRemove}
            aria-label={t.policy.removeTarget(number)}
          >
            {t.policyForm.remove}
          </Button>
        )}
      </Group>
    </Group>
  )
}

function KindAndFormat({
  target,
  supported,
  onChange,
}: Pick<TargetFieldsProps, 'target' | 'supported' | 'onChange'>) {
  const t = useText()
  const formatsOf = (kind: string): readonly string[] =>
    supported?.payload_formats.find(({ notify_type }) => notify_type === kind)?.formats ?? []
  const formats = formatsOf(target.type)
  const takeKind = (type: string): void => {
    const [payloadFormat = 'Default'] = formatsOf(type)
    onChange({ ...target, type, payloadFormat, options: {}, storedOptions: {} })
  }
  return (
    <SimpleGrid cols={{ base: 1, xs: formats.length > 0 ? 2 : 1 }}>
      <Select
        label={t.policy.kind}
        data={(supported?.notify_type ?? ['http']).map((kind) => ({
          value: kind,
          label: wordsFor(t.targetKinds, kind)?.name ?? kind,
        }))}
        value={target.type}
        allowDeselect={false}
        onChange={(type) => takeKind(type ?? target.type)}
      />
      {formats.length > 0 && (
        <Select
          label={t.policy.format}
          description={wordsFor(t.formats, target.payloadFormat)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={[...formats]}
          value={target.payloadFormat}
          allowDeselect={false}
          onChange={(payloadFormat) =>
            onChange({ ...target, payloadFormat: payloadFormat ?? target.payloadFormat })
          }
        />
      )}
    </SimpleGrid>
  )
}

/** The schemes of addresses whose server shows a certificate. */
const OVER_TLS = /^(https|tls|amqps|mqtts|rediss):/

interface AddressFieldProps {
  readonly target: TargetForm
  readonly patch: (part: Partial<TargetForm>) => void
}

function AddressField({ target, patch }: AddressFieldProps) {
  const t = useText()
  const error = useFieldError('address')
  const words = wordsFor(t.targetKinds, target.type)
  return (
    <>
      <TextInput
        label={words?.address ?? t.policy.address}
        placeholder={words?.example}
        value={target.address}
        onChange={(event) => patch({ address: event.currentTarget.value })}
        withAsterisk
        error={error}
        autoCapitalize="none"
        spellCheck={false}
        classNames={{ input: 'mono' }}
      />
      {OVER_TLS.test(target.address) && (
        <Checkbox
          label={t.policy.verify}
          description={t.policy.verifyHint}
          checked={target.verifiesCertificate}
          onChange={(event) => patch({ verifiesCertificate: event.currentTarget.checked })}
        />
      )}
    </>
  )
}
