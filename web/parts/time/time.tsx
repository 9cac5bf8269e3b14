import { Text, Tooltip } from '@mantine/core'
import { useNow } from './use-now.ts'
import { useLanguage, useText } from '../../text/text-provider.tsx'
import { exactTime, relativeTime } from './time-text.ts'

interface TimeProps {
  /** RFC 3339. */
  readonly at: string
  /** Both forms side by side, where there is room. */
  readonly isLong?: boolean
}

/** A point in time as both: how long ago, and exactly when. */
export function Time({ at, isLong = false }: TimeProps) {
  const { language } = useLanguage()
  const t = useText()
  const now = useNow()
  const exact = exactTime(at, language)
  const relative = relativeTime(Date.parse(at) - now, language, t.now)
  if (isLong)
    return (
      <time dateTime={at}>
        {relative}{' '}
        <Text span c="dimmed" size="sm">
          {exact}
        </Text>
      </time>
    )
  return (
    <Tooltip label={exact}>
      <time dateTime={at}>{relative}</time>
    </Tooltip>
  )
}

interface TimeOrProps {
  readonly at: string | null | undefined
  /** The text when there is no such time. */
  readonly otherwise: string
}

/** A point in time, if there is one. */
export function TimeOr({ at, otherwise }: TimeOrProps) {
  if (at !== null && at !== undefined) return <Time at={at} />
  return (
    <Text c="dimmed" inherit>
      {otherwise}
    </Text>
  )
}
