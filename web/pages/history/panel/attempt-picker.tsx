import { UnstyledButton } from '@mantine/core'
import type { AttemptBody } from '../../../../src/contract/history/history.ts'
import { Mark } from '../../../parts/state-mark.tsx'
import { ClockTime } from '../../../parts/time/clock-time.tsx'
import { durationText } from '../../../parts/time/time-text.ts'
import { useText } from '../../../text/text-provider.tsx'
import { AnswerCode } from '../answer-code.tsx'
import classes from './attempt-picker.module.css'

interface AttemptPickerProps {
  /** Oldest first. */
  readonly attempts: readonly AttemptBody[]
  readonly chosen: number
  readonly onChoose: (number: number) => void
}

/** Every attempt on a line: when, how it ended, how long after the one before, how long it took. */
export function AttemptPicker({ attempts, chosen, onChoose }: AttemptPickerProps) {
  const t = useText()
  return (
    <ol className={classes['attempts']} aria-label={t.history.attempts}>
      {attempts.map((attempt, index) => {
        const { number, started_at, duration_ms, response, failure } = attempt
        const before = attempts[index - 1]
        const waitedMs = before === undefined ? null : Date.parse(started_at) - Date.parse(before.started_at)
        return (
          <li key={number}>
            <UnstyledButton
              className={classes['attempt']}
              aria-pressed={number === chosen}
              onClick={() => onChoose(number)}
            >
              <Mark shape={failure === undefined ? 'delivered' : 'failed'}>{t.history.attempt(number)}</Mark>
              <ClockTime at={started_at} />
              <AnswerCode of={{ status: response?.status, failure: failure?.code }} />
              <span className={classes['wait']}>{waitedMs === null ? '' : `+${durationText(waitedMs)}`}</span>
              <span className={classes['took']}>{durationText(duration_ms)}</span>
            </UnstyledButton>
          </li>
        )
      })}
    </ol>
  )
}
