import { clockText } from './clock-text.ts'

/** The time of a day, to the millisecond. */
export function ClockTime({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} className="clock">
      {clockText(at)}
    </time>
  )
}
