import { Anchor, PasswordInput, type PasswordInputProps, Stack, Text } from '@mantine/core'
import { useText } from '../../text/text-provider.tsx'

interface SecretInputProps extends PasswordInputProps {
  /** Whether the server has one, which it does not show and which stays unless another is typed. */
  readonly isStored?: boolean
  /** Lets the user have the stored one removed; left out where the form cannot do without it. */
  readonly removal?: SecretRemoval
}

export interface SecretRemoval {
  readonly isRemoved: boolean
  readonly setRemoved: (isRemoved: boolean) => void
}

/** A field for a password or another secret. Its text is hidden unless the user shows it. */
export function SecretInput({ isStored = false, removal, placeholder, ...props }: SecretInputProps) {
  const t = useText()
  const isRemoved = removal?.isRemoved === true
  const input = (
    <PasswordInput
      {...props}
      // The library marks the frame of the field alone.
      aria-invalid={Boolean(props.error)}
      placeholder={isRemoved ? t.form.removed : isStored ? t.form.stored : placeholder}
      visibilityToggleButtonProps={{ 'aria-label': t.login.show }}
    />
  )
  if (!isStored || removal === undefined || (props.value ?? '') !== '') return input
  return (
    <Stack gap={4}>
      {input}
      <Text size="xs">
        <Anchor
          component="button"
          type="button"
          inherit
          underline="always"
          onClick={() => removal.setRemoved(!isRemoved)}
        >
          {isRemoved ? t.form.keepStored(labelOf(props)) : t.form.removeStored(labelOf(props))}
        </Anchor>
      </Text>
    </Stack>
  )
}

function labelOf({ label }: PasswordInputProps): string {
  return typeof label === 'string' ? label : ''
}
