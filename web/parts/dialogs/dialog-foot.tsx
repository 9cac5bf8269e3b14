import { Button, Group, type MantineColor } from '@mantine/core'
import { useText } from '../../text/text-provider.tsx'

interface DialogFootProps {
  readonly submit: string
  readonly isBusy: boolean
  readonly isDisabled?: boolean | undefined
  readonly color?: MantineColor
  readonly onCancel: () => void
}

/** The two buttons at the end of a form in a dialog. */
export function DialogFoot({ submit, isBusy, isDisabled = false, color, onCancel }: DialogFootProps) {
  const t = useText()
  return (
    <Group justify="flex-end" mt="xs">
      <Button variant="default" onClick={onCancel}>
        {t.cancel}
      </Button>
      <Button type="submit" loading={isBusy} disabled={isDisabled} {...(color !== undefined && { color })}>
        {submit}
      </Button>
    </Group>
  )
}
