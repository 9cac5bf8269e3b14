import { PageHead } from '../../parts/page-head.tsx'
import { SYSTEM_SCOPE } from '../../api/client/scope.ts'
import { useText } from '../../text/text-provider.tsx'
import { LogList } from './log-list.tsx'

export function LogsPage() {
  const t = useText()
  return (
    <>
      <PageHead title={t.places.logs} says={t.logs.says} />
      <LogList scope={SYSTEM_SCOPE} />
    </>
  )
}
