import { notifications } from '@mantine/notifications'
import { failureText } from './failure-note.tsx'
import { useText } from '../text/text-provider.tsx'

/** Says in a corner that something was done, or why not. */
export function useNotice() {
  const t = useText()
  return {
    done: (message: string) => notifications.show({ message, color: 'teal' }),
    failed: (error: unknown) =>
      notifications.show({ message: failureText(error, t), color: 'red', autoClose: 10_000 }),
  }
}
