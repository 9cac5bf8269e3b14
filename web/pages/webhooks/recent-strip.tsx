import type { PolicyHealth } from '../../api/policy-health.ts'
import { useText } from '../../text/text-provider.tsx'
import classes from './recent-strip.module.css'

type Recent = PolicyHealth['recent'][number]

/** Height tells trouble as colour does. */
const HEIGHTS: Readonly<Record<Recent, number>> = {
  success: 8,
  recovered: 8,
  pending: 11,
  running: 11,
  stopped: 5,
  expired: 16,
  error: 16,
}
const [CELLS, CELL, GAP, HEIGHT] = [24, 5, 2, 16]

/** How the newest deliveries of a webhook stand, oldest first, one bar each. */
export function RecentStrip({ recent }: { readonly recent: readonly Recent[] }) {
  const t = useText()
  if (recent.length === 0) return null
  const delivered = recent.filter((state) => state === 'success' || state === 'recovered').length
  return (
    <svg
      role="img"
      aria-label={t.webhooks.recentSays(delivered, recent.length)}
      width={CELLS * (CELL + GAP)}
      height={HEIGHT}
      // Where there is less room, the oldest are cut off.
      viewBox={`0 0 ${CELLS * (CELL + GAP)} ${HEIGHT}`}
      preserveAspectRatio="xMaxYMid slice"
      className={classes['strip']}
    >
      {recent.map((state, index) => (
        <rect
          // The newest stands last, and the others move when it comes.
          key={index}
          x={(CELLS - recent.length + index) * (CELL + GAP)}
          y={HEIGHT - HEIGHTS[state]}
          width={CELL}
          height={HEIGHTS[state]}
          className={classes[state]}
        />
      ))}
    </svg>
  )
}
