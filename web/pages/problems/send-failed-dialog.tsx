import { Text } from '@mantine/core'
import { type Problem, sendFailed } from '../../api/problems.ts'
import type { Scope } from '../../api/client/scope.ts'
import { ProgressDialog } from '../../parts/dialogs/progress-dialog.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useText } from '../../text/text-provider.tsx'

interface SendFailedDialogProps {
  readonly scope: Scope
  readonly problem: Problem
  readonly onClose: () => void
}

/** One call counts so many at the most. */
const COUNTED = 1000

/** Sends what failed since a target began to fail: says how much that is first, then how far it is. */
export function SendFailedDialog({ scope, problem, onClose }: SendFailedDialogProps) {
  const t = useText()
  const { id = 0, since, closed_at } = problem
  return (
    <ProgressDialog<true>
      title={t.problems.send}
      says={(count) => t.problems.sendSays(count, count >= COUNTED)}
      submit={t.problems.sendNow}
      doneSays={t.problems.sent}
      countKey={['problem', id]}
      doPart={({ dry_run: isDryRun }) => sendFailed(scope, id, isDryRun)}
      onClose={onClose}
    >
      <Text component="div">
        {t.problems.failedSince} <Time at={since} isLong />. {t.problems.sendOnce}
      </Text>
      {closed_at === undefined && <Text size="sm">{t.problems.stillFails}</Text>}
    </ProgressDialog>
  )
}
