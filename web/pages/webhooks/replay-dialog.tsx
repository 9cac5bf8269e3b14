import { Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import { replay } from '../../api/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { ProgressDialog } from '../../parts/dialogs/progress-dialog.tsx'
import { useText } from '../../text/text-provider.tsx'
import { PERIODS, useSince } from '../history/period.ts'

interface ReplayDialogProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
  readonly onClose: () => void
}

/** Delivers past events to a webhook, including those from before it was created. */
export function ReplayDialog({ scope, policy, onClose }: ReplayDialogProps) {
  const t = useText()
  const sinceOf = useSince()
  const [period, setPeriod] = useState('hour')
  const since = sinceOf(period) ?? ''
  return (
    <ProgressDialog<string>
      title={t.replay.title(policy.name ?? '')}
      says={t.replay.says}
      submit={t.replay.submit}
      doneSays={t.replay.done}
      countKey={[scope.key, 'replay', policy.id, since]}
      doPart={(part) => replay(scope, policy.id, { since, ...part })}
      onClose={onClose}
    >
      <Text>{t.replay.hint}</Text>
      <Select
        label={t.history.period}
        data={PERIODS.map((one) => ({ value: one, label: t.periods[one] }))}
        value={period}
        onChange={(one) => setPeriod(one ?? period)}
        allowDeselect={false}
      />
    </ProgressDialog>
  )
}
