import { TextInput, type TextInputProps } from '@mantine/core'
import { useText } from '../../text/text-provider.tsx'

interface NameInputProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  readonly value: string
  readonly onChange: (name: string) => void
}

/** The field for a name that is an identifier: browsers neither capitalize nor check its spelling. */
export function NameInput({ onChange, ...props }: NameInputProps) {
  const t = useText()
  return (
    <TextInput
      label={t.name}
      required
      data-autofocus
      autoCapitalize="none"
      spellCheck={false}
      {...props}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
