import type { DeliveryResponse } from '../../../src/contract/history/history.ts'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import classes from './answer-code.module.css'

type Ended = Pick<NonNullable<DeliveryResponse['last_attempt']>, 'status' | 'failure'>

/** How an attempt ended: the status of the response, or why there was none. */
export function AnswerCode({ of }: { readonly of: Ended | undefined }) {
  const t = useText()
  if (of === undefined) return '–'
  const { status, failure } = of
  const word = status ?? (failure === undefined ? '–' : (wordsFor(t.lists.failures, failure) ?? failure))
  return (
    <span className={classes['code']} {...(failure !== undefined && { 'data-failed': true })}>
      {word}
    </span>
  )
}
