import { Alert, type AlertProps } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import { ApiFailure, isOutdated } from '../api/client/client.ts'
import type { Text } from '../text/english.ts'
import { useText } from '../text/text-provider.tsx'

interface FailureNoteProps extends AlertProps {
  readonly error: unknown
  /** The text for a refusal (401) that does not mean an ended session. */
  readonly says?: string
}

/** A failure in words. Screen readers announce it. */
export function FailureNote({ error, says, ...alert }: FailureNoteProps) {
  const t = useText()
  return (
    <Alert color="red" variant="light" icon={<CircleAlert size={18} />} role="alert" {...alert}>
      <span className="path">{failureText(error, t, says)}</span>
    </Alert>
  )
}

export function failureText(error: unknown, t: Text, refused = t.failure.session): string {
  if (!(error instanceof ApiFailure)) return t.failure.unknown
  if (error.status === 0) return t.failure.away
  if (error.status === 401) return refused
  if (error.status === 403) return t.failure.forbidden(t.server(error.message))
  if (isOutdated(error)) return t.failure.changed
  if (error.status >= 500) return t.failure.server(t.server(error.message))
  // The check of a request names one mistake a line.
  return error.message
    .split('\n')
    .map((line) => t.server(line))
    .join('\n')
}
