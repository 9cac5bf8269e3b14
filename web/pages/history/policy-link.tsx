import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import type { DeliveryResponse } from '../../../src/contract/history/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useMay } from '../../api/session.ts'
import { Breakable } from '../../parts/breakable.tsx'

interface PolicyLinkProps {
  readonly scope: Scope
  readonly policy: Pick<DeliveryResponse, 'policy_id' | 'policy_name' | 'policy_project_name'>
}

/** A link to the webhook in its own project, for users who may open it there; the others see its name. */
export function PolicyLink({ scope, policy }: PolicyLinkProps) {
  const { policy_id: id, policy_name: name, policy_project_name: project } = policy
  const may = useMay(project === undefined ? null : (scope.project?.id ?? null))
  if (!may('notification-policy:read')) return <Breakable text={name} />
  const projectPage = project === undefined ? '' : `/projects/${encodeURIComponent(project)}`
  return (
    <Anchor component={Link} href={`${projectPage}/webhooks/${id}`}>
      <Breakable text={name} />
    </Anchor>
  )
}
