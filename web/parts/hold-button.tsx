import { Button } from '@mantine/core'
import { CirclePause, Play } from 'lucide-react'
import { useChangeHold } from '../api/holds.ts'
import type { Scope } from '../api/client/scope.ts'
import { useMay } from '../api/session.ts'
import { useText } from '../text/text-provider.tsx'
import { useNotice } from './use-notice.ts'

interface HoldButtonProps {
  readonly scope: Scope
  readonly verb: 'hold' | 'release'
  /** How many deliveries the release sends. */
  readonly waiting?: number
}

/** Holds the deliveries of a scope, or releases and sends them, for those who may. */
export function HoldButton({ scope, verb, waiting = 0 }: HoldButtonProps) {
  const t = useText()
  const notice = useNotice()
  const may = useMay(scope.project?.id ?? null)
  const change = useChangeHold(scope)
  if (!may('notification-policy:update')) return null
  const of = scope.project === null ? 'everything' : 'project'
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={change.isPending}
      leftSection={verb === 'hold' ? <CirclePause size={14} /> : <Play size={14} />}
      onClick={() => change.mutate(verb, { onError: notice.failed })}
    >
      {verb === 'hold' ? t.hold.hold(of) : t.hold.release(of, waiting)}
    </Button>
  )
}
