import {
  Accordion,
  ActionIcon,
  Card,
  Checkbox,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { X } from 'lucide-react'
import { useState } from 'react'
import { type OptionsSchema, useTargetKinds } from '../../../api/target-kinds.ts'
import { useText } from '../../../text/text-provider.tsx'
import { wordsFor } from '../../../text/words-for.ts'
import { OptionFields } from '../../../parts/fields/option-fields.tsx'
import { SecretInput } from '../../../parts/fields/secret-input.tsx'
import type { Authentication, TargetForm } from '../policy-form.ts'
import { TemplateFields } from './template-fields.tsx'
import type { SupportedEventsResponse } from '../../../../src/contract/webhooks/supported-events.ts'

interface TargetFieldsProps {
  readonly target: TargetForm
  readonly number: number
  readonly supported: SupportedEventsResponse | undefined
  readonly onChange: (target: TargetForm) => void
  /** Null: the only target cannot be removed. */
  readonly onRemove: (() => void) | null
}

export function TargetFields({ target, number, supported, onChange, onRemove }: TargetFieldsProps) {
  const t = useText()
  const kinds = useTargetKinds()
  const patch = (part: Partial<TargetForm>): void => onChange({ ...target, ...part })
  const formats =
    supported?.payload_formats.find(({ notify_type }) => notify_type === target.type)?.formats ?? []
  const schema = kinds.data?.find(({ type }) => type === target.type)?.options_schema
  const [timesFilled, setTimesFilled] = useState(0)
  const takeKind = (type: string): void => {
    const [first = 'Default'] =
      supported?.payload_formats.find(({ notify_type }) => notify_type === type)?.formats ?? []
    patch({ type, payloadFormat: first, options: {} })
  }
  return (
    <Card padding="md">
      <Group justify="space-between" mb="xs">
        <Text fw={600}>{t.policy.target(number)}</Text>
        {onRemove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={onRemove}
            aria-label={t.policy.removeTarget(number)}
          >
            <X size={16} />
          </ActionIcon>
        )}
      </Group>
      <Stack gap="sm">
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
              data={formats}
              value={target.payloadFormat}
              allowDeselect={false}
              onChange={(payloadFormat) => patch({ payloadFormat: payloadFormat ?? target.payloadFormat })}
            />
          )}
        </SimpleGrid>
        <TextInput
          label={wordsFor(t.targetKinds, target.type)?.address ?? t.policy.address}
          placeholder={wordsFor(t.targetKinds, target.type)?.example}
          value={target.address}
          onChange={(event) => patch({ address: event.currentTarget.value })}
          required
          autoCapitalize="none"
          spellCheck={false}
        />
        {target.type === 'http' && <AuthenticationFields target={target} patch={patch} />}
        {target.payloadFormat === 'Template' && (
          <TemplateFields
            target={target}
            onChange={onChange}
            onFilled={(filled) => {
              onChange(filled)
              setTimesFilled(timesFilled + 1)
            }}
          />
        )}
        {target.address.startsWith('https:') && (
          <Checkbox
            label={t.policy.verify}
            description={t.policy.verifyHint}
            checked={target.verifiesCertificate}
            onChange={(event) => patch({ verifiesCertificate: event.currentTarget.checked })}
          />
        )}
        {schema && (
          <MoreOptions
            // The fields keep their own state: values from a template need new fields.
            key={timesFilled}
            schema={schema}
            target={target}
            patch={patch}
          />
        )}
      </Stack>
    </Card>
  )
}

/** The template has its own field. */
function withoutTemplate({ properties = {}, ...schema }: OptionsSchema): OptionsSchema {
  const { template: _template, ...others } = properties
  return { ...schema, properties: others }
}

interface MoreOptionsProps {
  readonly schema: OptionsSchema
  readonly target: TargetForm
  readonly patch: (part: Partial<TargetForm>) => void
}

function MoreOptions({ schema, target, patch }: MoreOptionsProps) {
  const t = useText()
  return (
    <Accordion variant="contained">
      <Accordion.Item value="options">
        <Accordion.Control>{t.policy.moreOptions}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <OptionFields
              schema={withoutTemplate(schema)}
              isStored={target.id !== null}
              options={target.options}
              onChange={(options) => patch({ options })}
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}

interface AuthenticationFieldsProps {
  readonly target: TargetForm
  readonly patch: (part: Partial<TargetForm>) => void
}

function AuthenticationFields({ target, patch }: AuthenticationFieldsProps) {
  const t = useText()
  const { authentication, authenticationValue } = target
  const ways: Authentication[] = [target.hasStoredSecret ? 'stored' : 'none', 'header', 'secret']
  const isTyped = authentication === 'header' || authentication === 'secret'
  return (
    <SimpleGrid cols={{ base: 1, xs: isTyped ? 2 : 1 }}>
      <Select
        label={t.policy.authentication}
        data={ways.map((way) => ({ value: way, label: t.authentication[way] }))}
        value={authentication}
        allowDeselect={false}
        onChange={(way) => patch({ authentication: way ?? authentication })}
      />
      {isTyped && (
        <SecretInput
          label={t.authentication[authentication]}
          description={authentication === 'header' ? t.policy.headerHint : t.policy.secretHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={authenticationValue}
          onChange={(event) => patch({ authenticationValue: event.currentTarget.value })}
          autoComplete="off"
        />
      )}
    </SimpleGrid>
  )
}
