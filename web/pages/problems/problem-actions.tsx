import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Problem } from '../../api/problems.ts'
import { useMay } from '../../api/session.ts'
import { useText } from '../../text/text-provider.tsx'
import { AcknowledgeDialog } from './acknowledge-dialog.tsx'
import { SendFailedDialog } from './send-failed-dialog.tsx'
import { scopeOf } from './problem-scope.ts'
import { useCure } from './use-cure.ts'

/** The steps out of a problem: the most likely one is filled. */
export function ProblemActions({ problem }: { readonly problem: Problem }) {
  const t = useText()
  const scope = scopeOf(problem)
  const may = useMay(scope.project?.id ?? null)
  const [doing, setDoing] = useState<'acknowledge' | 'send' | null>(null)
  const cure = useCure(problem, scope)
  const { id, closed_at, acknowledged } = problem
  if (id === undefined || !may('notification-policy:update')) return null
  const isOpen = closed_at === undefined
  const waitsForSomeone = isOpen && acknowledged === undefined && !problem.on_purpose
  const variant = waitsForSomeone ? 'filled' : 'default'
  const close = (): void => setDoing(null)
  return (
    <Group gap="xs" align="center">
      {mayHaveFailures(problem) && (
        <Button variant={variant} onClick={() => setDoing('send')}>
          {t.problems.send}
        </Button>
      )}
      {isOpen && cure !== null && (
        <Button variant={variant} loading={cure.isPending} onClick={cure.run}>
          {cure.label}
        </Button>
      )}
      {isOpen && problem.source_id !== undefined && (
        <Button component={Link} href="/sources" variant={variant}>
          {t.problems.openSources}
        </Button>
      )}
      {isOpen && acknowledged === undefined && (
        <Button variant="default" onClick={() => setDoing('acknowledge')}>
          {t.problems.acknowledge}
        </Button>
      )}
      {doing === 'acknowledge' && <AcknowledgeDialog scope={scope} id={id} onClose={close} />}
      {doing === 'send' && <SendFailedDialog scope={scope} problem={problem} onClose={close} />}
    </Group>
  )
}

/** Whether something that failed may be left to send: nothing is once all of it was delivered. */
function mayHaveFailures({ kind, target_address, closed_at, recovery }: Problem): boolean {
  if (kind !== 'target_failing' || target_address === undefined) return false
  return closed_at === undefined || recovery === undefined || recovery.failed > 0
}
