import { Button } from '@mantine/core'
import { ScanSearch } from 'lucide-react'
import type { EventResponse } from '../../../src/contract/history/history.ts'
import { useOrderScan } from '../../api/project-scanning.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useMay } from '../../api/session.ts'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'

interface ScanNowProps {
  readonly scope: Scope
  readonly event: EventResponse
}

/** Requests a scan of a pushed image, if the user may. */
export function ScanNow({ scope: { project }, event: { type, repository, digest } }: ScanNowProps) {
  const t = useText()
  const notice = useNotice()
  const may = useMay(project?.id ?? null)
  const order = useOrderScan(project?.name ?? '')
  if (project === null || type !== 'PUSH_ARTIFACT' || digest === undefined || !may('scan:create')) return null
  return (
    <Button
      variant="default"
      leftSection={<ScanSearch size={16} />}
      loading={order.isPending}
      onClick={() => order.mutate({ repository, digest }, notice.ofOutcome(t.scanning.ordered))}
    >
      {t.scanning.scanNow}
    </Button>
  )
}
