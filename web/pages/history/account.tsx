import type { EventResponse } from '../../../src/contract/history/history.ts'
import { Mark, type Shape } from '../../parts/state-mark.tsx'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import classes from './account.module.css'

/** The entries of the loss account that a row shows, each with its mark. */
const SHOWN_ENTRIES = [
  ['failed', 'failed'],
  ['delivered', 'delivered'],
  ['pending', 'waiting'],
  ['stopped', 'stopped'],
  ['expired', 'expired'],
  ['filtered', 'unsent'],
  ['merged', 'unsent'],
] as const satisfies readonly (readonly [string, Shape])[]

/** The loss account of an event: how many of its deliveries are in each state. */
export function Account({ event }: { readonly event: Pick<EventResponse, 'account' | 'withheld'> }) {
  const t = useText()
  const { account, withheld } = event
  if (withheld !== undefined) return <Mark shape="stopped">{wordsFor(t.verdicts, withheld) ?? withheld}</Mark>
  if (account.accepted === 0) return <Mark shape="unsent">{t.history.nobodyListens}</Mark>
  return (
    <span className={classes['account']}>
      {SHOWN_ENTRIES.filter(([entry]) => account[entry] > 0).map(([entry, shape]) => (
        <Mark key={entry} shape={shape}>
          {t.account[entry](account[entry])}
        </Mark>
      ))}
    </span>
  )
}
