import { Text } from '@mantine/core'
import { useText } from '../../text/text-provider.tsx'
import { type AuditedChange, changeText } from './audited-change.ts'

/** Shown without asking for more. */
const SHOWN = 3

/** What an update changed, one field a line. */
export function ChangeList({ changes }: { readonly changes: readonly AuditedChange[] }) {
  const t = useText()
  const rest = changes.slice(SHOWN)
  return (
    <>
      <Lines changes={changes.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <details>
          <summary>{t.logs.changes.more(rest.length)}</summary>
          <Lines changes={rest} />
        </details>
      )}
    </>
  )
}

function Lines({ changes }: { readonly changes: readonly AuditedChange[] }) {
  const t = useText()
  return changes.map((change) => (
    <Text key={change.field} size="xs" c="dimmed" className="path">
      {changeText(change, t)}
    </Text>
  ))
}
