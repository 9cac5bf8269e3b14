import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useText } from '../../text/text-provider.tsx'

interface SecretInputProps extends PasswordInputProps {
  /** Whether the server has one, which it does not show and which stays unless another is typed. */
  readonly isStored?: boolean
}

/** A field for a password or another secret. Its text is hidden unless the user shows it. */
export function SecretInput({ isStored = false, placeholder, ...props }: SecretInputProps) {
  const t = useText()
  return (
    <PasswordInput
      {...props}
      // The library marks the frame of the field alone.
      aria-invalid={Boolean(props.error)}
      placeholder={isStored ? t.form.stored : placeholder}
      visibilityToggleButtonProps={{ 'aria-label': t.login.show }}
    />
  )
}
