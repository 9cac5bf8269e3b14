import { TextInput, type TextInputProps } from '@mantine/core'
import { useFieldError } from './field-errors.tsx'
import { useText } from '../../text/text-provider.tsx'

interface NameInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'error'> {
  readonly value: string
  readonly onChange: (name: string) => void
}

/** The field for a name that is an identifier: browsers neither capitalize nor check its spelling. */
export function NameInput({ onChange, ...props }: NameInputProps) {
  const t = useText()
  const error = useFieldError('name')
  return (
    <TextInput
      label={t.name}
      required
      error={error}
      data-autofocus
      autoCapitalize="none"
      spellCheck={false}
      {...props}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
