import { Button, Card, Stack, Text, Title } from '@mantine/core'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import type { PolicyResponse } from '../../../../src/contract/webhooks/policy.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { type Problem, useProblems } from '../../../api/problems.ts'
import { useMay } from '../../../api/session.ts'
import { Breakable } from '../../../parts/breakable.tsx'
import { Time } from '../../../parts/time/time.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { RecoveryLine } from '../../problems/recovery-line.tsx'
import { SendFailedDialog } from '../../problems/send-failed-dialog.tsx'
import { Missed } from './missed.tsx'
import { missedTime } from './missed-time.ts'
import { RecoverRow } from './recover-row.tsx'
import classes from './recover-panel.module.css'

/** One call counts so many at the most. */
const COUNTED = 1000

interface RecoverPanelProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
  /** Deliveries that wait. */
  readonly waiting: number
}

/** What of a webhook can be sent again, each with its number and its button; what was recovered; nothing while there is neither. */
export function RecoverPanel({ scope, policy, waiting }: RecoverPanelProps) {
  const t = useText()
  const { data } = useProblems(scope, { state: 'all', policy_id: policy.id })
  const problems = data?.items ?? []
  const failed = problems.filter(
    ({ recoverable = 0, target_address }) => recoverable > 0 && target_address !== undefined,
  )
  const recovered = problems.filter(({ recovery }) => recovery !== undefined)
  const missed = missedTime(problems)
  if (failed.length === 0 && recovered.length === 0 && missed === null) return null
  return (
    <Card
      mb="lg"
      component="section"
      aria-label={t.webhooks.recover.title}
      className={classes['panel'] ?? ''}
      data-needs={failed.length > 0}
    >
      <Title order={2} size="h4" mb="sm">
        {t.webhooks.recover.title}
      </Title>
      <Stack gap="sm">
        {failed.map((problem) => (
          <Failed key={problem.id} scope={scope} problem={problem} />
        ))}
        {missed !== null && <Missed scope={scope} policy={policy} time={missed} />}
        {recovered
          .filter((problem) => !failed.includes(problem))
          .map((problem) => (
            <RecoveryLine key={problem.id} problem={problem} />
          ))}
        {waiting > 0 && (
          <Text size="sm" c="dimmed">
            {t.webhooks.recover.waits(waiting)}
          </Text>
        )}
      </Stack>
    </Card>
  )
}

/** What failed at a target: the most likely next step. */
function Failed({ scope, problem }: { readonly scope: Scope; readonly problem: Problem }) {
  const t = useText()
  const words = t.webhooks.recover
  const may = useMay(scope.project?.id ?? null)
  const [isSending, setSending] = useState(false)
  const { recoverable = 0, target_address: target = '', since } = problem
  const isCutOff = recoverable >= COUNTED
  return (
    <>
      <RecoverRow
        button={
          may('notification-policy:update') && (
            <Button leftSection={<RotateCw size={16} />} onClick={() => setSending(true)}>
              {words.send(recoverable, isCutOff)}
            </Button>
          )
        }
      >
        <Breakable text={words.failed(recoverable, isCutOff, target)} /> {words.failedSince}{' '}
        <Time at={since} />.{' '}
        <Text span c="dimmed" inherit>
          {words.once}
        </Text>
        <RecoveryLine problem={problem} />
      </RecoverRow>
      {isSending && <SendFailedDialog scope={scope} problem={problem} onClose={() => setSending(false)} />}
    </>
  )
}
