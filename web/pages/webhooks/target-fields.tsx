import {
  Accordion,
  ActionIcon,
  Card,
  Checkbox,
  Group,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { X } from 'lucide-react'
import { useState } from 'react'
import { type OptionsSchema, useTargetKinds } from '../../api/target-kinds.ts'
import { useText } from '../../text/text-provider.tsx'
import { OptionFields } from '../../parts/fields/option-fields.tsx'
import type { Authentication, TargetDraft } from './policy-draft.ts'
import { TemplateFields } from './template-fields.tsx'
import type { SupportedEventsResponse } from '../../../src/contract/webhooks/supported-events.ts'

interface TargetFieldsProps {
  readonly target: TargetDraft
  readonly number: number
  readonly supported: SupportedEventsResponse | undefined
  readonly onChange: (target: TargetDraft) => void
  /** Null: the only target cannot be taken away. */
  readonly onRemove: (() => void) | null
}

export function TargetFields({ target, number, supported, onChange, onRemove }: TargetFieldsProps) {
  const t = useText()
  const kinds = useTargetKinds()
  const patch = (part: Partial<TargetDraft>): void => onChange({ ...target, ...part })
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
              label: t.targetKinds[kind]?.name ?? kind,
            }))}
            value={target.type}
            allowDeselect={false}
            onChange={(type) => takeKind(type ?? target.type)}
          />
          {formats.length > 0 && (
            <Select
              label={t.policy.format}
              description={t.formats[target.payloadFormat]}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              data={formats}
              value={target.payloadFormat}
              allowDeselect={false}
              onChange={(payloadFormat) => patch({ payloadFormat: payloadFormat ?? target.payloadFormat })}
            />
          )}
        </SimpleGrid>
        <TextInput
          label={t.targetKinds[target.type]?.address ?? t.policy.address}
          placeholder={t.targetKinds[target.type]?.example}
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
            // Fields keep what is typed; what a template brought is new to them.
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

/** The template has a place of its own. */
function withoutTemplate({ properties = {}, ...schema }: OptionsSchema): OptionsSchema {
  const { template: _template, ...others } = properties
  return { ...schema, properties: others }
}

interface MoreOptionsProps {
  readonly schema: OptionsSchema
  readonly target: TargetDraft
  readonly patch: (part: Partial<TargetDraft>) => void
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
  readonly target: TargetDraft
  readonly patch: (part: Partial<TargetDraft>) => void
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
        <PasswordInput
          label={t.authentication[authentication]}
          description={authentication === 'header' ? t.policy.headerHint : t.policy.secretHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={authenticationValue}
          onChange={(event) => patch({ authenticationValue: event.currentTarget.value })}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t.login.show }}
        />
      )}
    </SimpleGrid>
  )
}
