import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useText } from '../../text/text-provider.tsx'

/** A field for a password or another secret. Its text is hidden unless the user shows it. */
export function SecretInput(props: PasswordInputProps) {
  const t = useText()
  return <PasswordInput {...props} visibilityToggleButtonProps={{ 'aria-label': t.login.show }} />
}
