import { useText } from '../../../text/text-provider.tsx'
import { wordsFor } from '../../../text/words-for.ts'
import classes from './severity.module.css'

/** Severities by their weight; a bar of so many steps shows it beside the word. */
const WEIGHTS: Readonly<Partial<Record<string, number>>> = {
  Critical: 4,
  High: 3,
  Medium: 2,
  Low: 1,
  Negligible: 1,
}

export function Severity({ of }: { readonly of: string }) {
  const t = useText()
  const weight = WEIGHTS[of] ?? 0
  return (
    <span className={classes['severity']} data-weight={weight}>
      <svg viewBox="0 0 18 10" width="18" height="10" aria-hidden>
        {[1, 2, 3, 4].map((step) => (
          <rect
            key={step}
            x={(step - 1) * 4.7}
            y={10 - step * 2.5}
            width="3.4"
            height={step * 2.5}
            className={step <= weight ? classes['filled'] : classes['empty']}
          />
        ))}
      </svg>
      {wordsFor(t.content.severities, of) ?? of}
    </span>
  )
}
