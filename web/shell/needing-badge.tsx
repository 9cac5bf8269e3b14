import { Badge } from '@mantine/core'
import { useNeeding } from '../api/problems.ts'
import { SYSTEM_SCOPE } from '../api/client/scope.ts'
import { useText } from '../text/text-provider.tsx'

/** How many problems wait for someone; nothing while none does. */
export function NeedingBadge() {
  const t = useText()
  const needing = useNeeding(SYSTEM_SCOPE)
  if (needing === 0) return null
  return (
    <Badge className="buoy" variant="filled" circle={needing < 10} aria-label={t.problems.needing(needing)}>
      {needing}
    </Badge>
  )
}
