import { SYSTEM_SCOPE } from '../../api/client/scope.ts'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { RobotList } from './robot-list.tsx'

export function RobotsPage() {
  const t = useText()
  return (
    <>
      <PageHead title={t.places.robots} says={t.robots.saysSystem} />
      <RobotList scope={SYSTEM_SCOPE} />
    </>
  )
}
