import { Alert, Button, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ReadyMadeTemplateResponse } from '../../../../src/contract/webhooks/payload-catalogue.ts'
import { usePayloadTemplates } from '../../../api/payload-templates.ts'
import { Facts } from '../../../parts/facts.tsx'
import { useFieldError } from '../../../parts/fields/field-errors.tsx'
import { useText } from '../../../text/text-provider.tsx'
import type { TargetForm } from '../policy-form.ts'
import { isOwnTemplate, templateOf, wantedLogin, withReadyMade } from './ready-made.ts'

interface TemplateFieldsProps {
  readonly target: TargetForm
  readonly onChange: (target: TargetForm) => void
}

/** The template of a target: a ready-made one to begin with, or one's own. */
export function TemplateFields({ target, onChange }: TemplateFieldsProps) {
  const t = useText()
  const error = useFieldError('options.template')
  const write = (template: string): void => {
    const { template: _former, ...others } = target.options
    onChange({ ...target, options: template === '' ? others : { ...others, template } })
  }
  return (
    <>
      <ReadyMade target={target} onChange={onChange} />
      <Textarea
        label={t.templates.template}
        description={t.templates.templateHint}
        value={templateOf(target)}
        onChange={(event) => write(event.currentTarget.value)}
        autosize
        minRows={4}
        maxRows={18}
        classNames={{ input: 'mono' }}
        spellCheck={false}
        withAsterisk
        error={error}
      />
      <Textarea
        label={t.templates.attachment}
        description={t.templates.attachmentHint}
        value={target.attachment}
        onChange={(event) => onChange({ ...target, attachment: event.currentTarget.value })}
        autosize
        minRows={1}
        maxRows={6}
        classNames={{ input: 'mono' }}
        spellCheck={false}
      />
    </>
  )
}

/** Offers the ready-made templates, and asks before one replaces the user's own. */
function ReadyMade({ target, onChange }: TemplateFieldsProps) {
  const t = useText()
  const { data: all = [] } = usePayloadTemplates()
  const [asked, setAsked] = useState<ReadyMadeTemplateResponse | null>(null)
  const used = all.find(({ template }) => template === templateOf(target))
  const [chosenId, setChosenId] = useState<string | null>(null)
  // Several receivers use the same template.
  const chosen = all.find(({ id }) => id === chosenId) ?? used
  const fill = (one: ReadyMadeTemplateResponse): void => {
    setAsked(null)
    setChosenId(one.id)
    onChange(withReadyMade(target, one))
  }
  const choose = (id: string | null): void => {
    const one = all.find((known) => known.id === id)
    if (one === undefined) return
    if (isOwnTemplate(target, all)) setAsked(one)
    else fill(one)
  }
  return (
    <Stack gap="sm">
      <Select
        label={t.templates.readyMade}
        placeholder={t.templates.choose}
        data={all.map(({ id, name }) => ({ value: id, label: name }))}
        value={asked?.id ?? chosen?.id ?? null}
        onChange={choose}
        allowDeselect={false}
      />
      {asked !== null && (
        <Alert
          role="alert"
          color="yellow"
          icon={<TriangleAlert size={18} />}
          title={t.templates.replaceTitle(asked.name)}
        >
          <Group gap="xs" mt="xs">
            <Button size="compact-sm" onClick={() => fill(asked)}>
              {t.templates.replace}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsked(null)}>
              {t.templates.keep}
            </Button>
          </Group>
        </Alert>
      )}
      {asked === null && chosen !== undefined && <Needs readyMade={chosen} />}
    </Stack>
  )
}

/** The purpose of a template, and what else its receiver needs. */
function Needs({ readyMade }: { readonly readyMade: ReadyMadeTemplateResponse }) {
  const t = useText()
  const { id, about, address, attachment } = readyMade
  const login = wantedLogin(readyMade)
  return (
    <Stack gap={6} fz="sm">
      <Text inherit>{withCode(t.templates.about[id] ?? about)}</Text>
      <Text inherit c="dimmed">
        {t.templates.needs}
      </Text>
      <Facts
        facts={[
          [t.policy.address, <code key="address">{address}</code>],
          ...(login === null ? [] : [[t.authentication.header, <code key="login">{login}</code>] as const]),
          ...(attachment === ''
            ? []
            : [[t.templates.attachment, <code key="attachment">{attachment}</code>] as const]),
        ]}
      />
    </Stack>
  )
}

/** Shows text between backquotes as code. */
function withCode(text: string) {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>))
}
