import { notifications } from '@mantine/notifications'
import { failureText } from './failure-note.tsx'
import { useText } from '../text/text-provider.tsx'

/** Short notices in a corner: that an action succeeded, or why it failed. */
export function useNotice() {
  const t = useText()
  const closeButtonProps = { 'aria-label': t.close }
  const done = (message: string): void =>
    void notifications.show({ message, color: 'teal', closeButtonProps })
  const failed = (error: unknown): void =>
    void notifications.show({
      message: failureText(error, t),
      color: 'red',
      autoClose: 10_000,
      closeButtonProps,
    })
  return {
    done,
    failed,
    /** Both outcomes of a mutation, for its `mutate`. */
    ofOutcome: (message: string) => ({ onSuccess: () => done(message), onError: failed }),
  }
}
