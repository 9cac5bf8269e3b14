import {
  Checkbox,
  Fieldset,
  NumberInput,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
  Textarea,
} from '@mantine/core'
import type { OptionSchema, OptionsSchema } from '../../api/target-kinds.ts'
import type { Text as Texts } from '../../text/english.ts'
import { useText } from '../../text/text-provider.tsx'
import { FieldsIn, useFieldError } from './field-errors.tsx'
import { PairFields } from './pair-fields.tsx'
import { SecretInput } from './secret-input.tsx'

type Options = Readonly<Record<string, unknown>>

interface OptionFieldsProps {
  readonly schema: OptionsSchema
  /** The options as they are stored, where each secret is an empty text; empty for something new. */
  readonly stored: Options
  readonly options: Options
  readonly onChange: (options: Options) => void
}

/**
 * The options of a kind of target or source, as the kind itself describes them. The server judges them: the browser must not refuse a form
 * for a field of a group that is closed and not used.
 */
export function OptionFields({ schema, stored, options, onChange }: OptionFieldsProps) {
  const put = (name: string, value: unknown): void => {
    const { [name]: _old, ...others } = options
    // An empty secret says that the stored one stays, and null that it goes; without it a group that holds nothing else would be taken away.
    const saysOfStored = (value === '' || value === null) && stored[name] === ''
    onChange(isEmpty(value) && !saysOfStored ? others : { ...others, [name]: value })
  }
  const written = Object.entries(schema.properties ?? {}).filter(([, { readOnly }]) => readOnly !== true)
  return written.map(([name, option]) => (
    <OptionField
      key={name}
      name={name}
      schema={option}
      isRequired={schema.required?.includes(name) ?? false}
      stored={stored[name]}
      value={options[name]}
      onChange={(value) => put(name, value)}
    />
  ))
}

/** Empty values are not sent. */
function isEmpty(value: unknown): boolean {
  if (value === '' || value === undefined || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** The name of an option: the console's own, or the server's. */
function wordsOf(name: string, { title, description }: OptionSchema, t: Texts) {
  const spelled = name.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase())
  const own = t.options[name]
  return { label: own?.label ?? title ?? spelled, description: own?.hint ?? description }
}

interface OptionFieldProps {
  readonly name: string
  readonly schema: OptionSchema
  readonly isRequired: boolean
  readonly stored: unknown
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

function OptionField({ name, schema, isRequired, stored, value, onChange }: OptionFieldProps) {
  const t = useText()
  const error = useFieldError(name)
  const words = wordsOf(name, schema, t)
  const labels = { ...words, error }
  const text = typeof value === 'string' ? value : ''
  if (schema.type === 'object')
    return (
      <FieldsIn path={name}>
        <ObjectField labels={words} schema={schema} stored={stored} value={value} onChange={onChange} />
      </FieldsIn>
    )
  const choices = schema.enum ?? schema.anyOf?.flatMap(({ const: one }) => one ?? [])
  if (choices !== undefined && choices.length > 0)
    return (
      <Select
        {...labels}
        data={[...choices]}
        value={text || null}
        onChange={onChange}
        clearable={!isRequired}
      />
    )
  if (schema.type === 'boolean')
    return (
      <Checkbox
        {...labels}
        checked={(value ?? schema.default) === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    )
  if (schema.type === 'integer' || schema.type === 'number')
    return <NumberInput {...labels} value={typeof value === 'number' ? value : ''} onChange={onChange} />
  if (schema.type === 'array')
    return <TagsInput {...labels} value={Array.isArray(value) ? value : []} onChange={onChange} />
  if (schema.writeOnly === true)
    return (
      <SecretInput
        {...labels}
        isStored={stored === ''}
        {...(!isRequired && {
          removal: { isRemoved: value === null, setRemoved: (isIt) => onChange(isIt ? null : '') },
        })}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        autoComplete="off"
      />
    )
  if (schema.type !== 'string') return null
  if (/template|body|text|^ca$/.test(name))
    return (
      <Textarea
        {...labels}
        autosize
        minRows={3}
        maxRows={16}
        classNames={{ input: 'mono' }}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  return (
    <TextInput
      {...labels}
      withAsterisk={isRequired}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

interface ObjectFieldProps {
  readonly labels: { readonly label: string; readonly description: string | undefined }
  readonly schema: OptionSchema
  readonly stored: unknown
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

/** An option with options of its own, or with names and values that the user chooses. */
function ObjectField({ labels, schema, stored, value, onChange }: ObjectFieldProps) {
  const inner = (value ?? {}) as Options
  const kept = (stored ?? {}) as Options
  const isFree = Object.keys(schema.properties ?? {}).length === 0
  return (
    <Fieldset legend={labels.label} p="sm">
      <Stack gap="sm">
        {labels.description !== undefined && (
          <Text size="xs" c="dimmed">
            {labels.description}
          </Text>
        )}
        {isFree ? (
          <PairFields
            pairs={inner as Readonly<Record<string, string>>}
            isSecret={schema.additionalProperties?.writeOnly === true}
            isStored={(name) => kept[name] === ''}
            onChange={onChange}
          />
        ) : (
          <OptionFields schema={schema} stored={kept} options={inner} onChange={onChange} />
        )}
      </Stack>
    </Fieldset>
  )
}
