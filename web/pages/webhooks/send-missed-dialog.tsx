import { Checkbox, Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import { type ReplayedRange, replay } from '../../api/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { ProgressDialog } from '../../parts/dialogs/progress-dialog.tsx'
import { useText } from '../../text/text-provider.tsx'
import { PERIODS, useSince } from '../history/period.ts'

interface SendMissedDialogProps {
  readonly scope: Scope
  readonly policy: Pick<PolicyResponse, 'id' | 'name'>
  /** The time that is known to be missed; null: the user chooses a period. */
  readonly range: Pick<ReplayedRange, 'since' | 'until'> | null
  readonly onClose: () => void
}

/** Sends a webhook the past events that it never got, also those from before it was created; says first how many. */
export function SendMissedDialog({ scope, policy, range, onClose }: SendMissedDialogProps) {
  const t = useText()
  const words = t.webhooks.recover
  const sinceOf = useSince()
  const [period, setPeriod] = useState('day')
  const [withGotten, setWithGotten] = useState(false)
  const asked: ReplayedRange = {
    ...(range ?? { since: sinceOf(period) ?? '' }),
    missed: range !== null || !withGotten,
  }
  return (
    <ProgressDialog<string>
      title={words.sendMissed}
      says={words.missedSays}
      submit={words.missedSubmit}
      doneSays={words.missedDone}
      countKey={[scope.key, 'replay', policy.id, asked]}
      doPart={(part) => replay(scope, policy.id, { ...asked, ...part })}
      onClose={onClose}
    >
      <Text>{words.sendMissedHint}</Text>
      {range === null && (
        <>
          <Select
            label={words.period}
            data={PERIODS.map((one) => ({ value: one, label: t.periods[one] }))}
            value={period}
            onChange={(one) => setPeriod(one ?? period)}
            allowDeselect={false}
          />
          <Checkbox
            label={words.withGotten}
            checked={withGotten}
            onChange={(event) => setWithGotten(event.currentTarget.checked)}
          />
        </>
      )}
    </ProgressDialog>
  )
}
