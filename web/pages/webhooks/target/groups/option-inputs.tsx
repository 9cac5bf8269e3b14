import { NumberInput, Select, TagsInput, TextInput, Textarea } from '@mantine/core'
import { SecretInput } from '../../../../parts/fields/secret-input.tsx'
import { useFieldError } from '../../../../parts/fields/field-errors.tsx'
import { type OptionsAt, optionAt, withOption } from './options-at.ts'

interface OptionInputProps {
  readonly at: OptionsAt
  /** Such as `basic.username`. */
  readonly path: string
  readonly label: string
  readonly hint?: string
  readonly placeholder?: string
  readonly isRequired?: boolean
}

function useOption({ at, path, label, hint, placeholder, isRequired = false }: OptionInputProps) {
  const error = useFieldError(path)
  return {
    value: optionAt(at.options, path),
    put: (value: unknown): void => at.onChange(withOption(at.options, path, value)),
    field: { label, description: hint, placeholder, withAsterisk: isRequired, error },
  }
}

/** A line of text. */
export function OptionText(props: OptionInputProps) {
  const { value, put, field } = useOption(props)
  return (
    <TextInput
      {...field}
      value={textOf(value)}
      onChange={(event) => put(event.currentTarget.value || undefined)}
      autoCapitalize="none"
      autoComplete="off"
      spellCheck={false}
    />
  )
}

/** Several lines of text, such as a certificate. */
export function OptionLines(props: OptionInputProps) {
  const { value, put, field } = useOption(props)
  return (
    <Textarea
      {...field}
      value={textOf(value)}
      onChange={(event) => put(event.currentTarget.value || undefined)}
      autosize
      minRows={3}
      maxRows={10}
      classNames={{ input: 'mono' }}
      spellCheck={false}
    />
  )
}

/** A secret; one that is stored stays unless another is typed, or it is to be removed: then its value is null. */
export function OptionSecret(props: OptionInputProps & { readonly isRemovable?: boolean }) {
  const { value, put, field } = useOption(props)
  const isStored = optionAt(props.at.stored, props.path) === ''
  const removal = { isRemoved: value === null, setRemoved: (isIt: boolean) => put(isIt ? null : '') }
  return (
    <SecretInput
      {...field}
      isStored={isStored}
      {...(props.isRemovable === true && { removal })}
      value={textOf(value)}
      onChange={(event) => put(event.currentTarget.value || (isStored ? '' : undefined))}
      // Browsers offer a stored password unless the field takes a new one.
      autoComplete="new-password"
    />
  )
}

export function OptionNumber(props: OptionInputProps & { readonly unit?: string }) {
  const { value, put, field } = useOption(props)
  return (
    <NumberInput
      {...field}
      value={typeof value === 'number' ? value : ''}
      onChange={(typed) => put(typed === '' ? undefined : typed)}
      suffix={props.unit === undefined ? undefined : ` ${props.unit}`}
      min={0}
    />
  )
}

interface OptionChoiceProps extends OptionInputProps {
  /** The values with their words; the first is the default, which is not sent. */
  readonly choices: Readonly<Record<string, string>>
}

export function OptionChoice({ choices, ...props }: OptionChoiceProps) {
  const { value, put, field } = useOption(props)
  const [first] = Object.keys(choices)
  return (
    <Select
      {...field}
      data={Object.entries(choices).map(([one, words]) => ({ value: one, label: words }))}
      value={textOf(value) || (first ?? null)}
      onChange={(chosen) => put(chosen === first ? undefined : (chosen ?? undefined))}
      allowDeselect={false}
    />
  )
}

/** Several short texts. */
export function OptionTags(props: OptionInputProps) {
  const { value, put, field } = useOption(props)
  return (
    <TagsInput
      {...field}
      value={Array.isArray(value) ? value : []}
      onChange={(typed) => put(typed.length > 0 ? typed : undefined)}
      acceptValueOnBlur
    />
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
