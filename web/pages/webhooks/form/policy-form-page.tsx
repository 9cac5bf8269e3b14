import { Card } from '@mantine/core'
import type { Scope } from '../../../api/client/scope.ts'
import { usePolicy, useSupportedEvents } from '../../../api/policies.ts'
import { usePermissions } from '../../../api/session.ts'
import { useTargetKinds } from '../../../api/target-kinds.ts'
import { BackLink } from '../../../parts/back-link.tsx'
import { Loaded } from '../../../parts/lists/loaded.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { PolicyEditor } from './policy-editor.tsx'

interface PolicyFormPageProps {
  readonly scope: Scope
  /** Null for a new webhook. */
  readonly id: number | null
}

/** The form of a webhook, new or stored. It shows nothing before it knows what a webhook may say and whether the user may. */
export function PolicyFormPage({ scope, id }: PolicyFormPageProps) {
  const t = useText()
  const permissions = usePermissions(scope.project?.id ?? null)
  const needed = `notification-policy:${id === null ? 'create' : 'update'}`
  return (
    <>
      <BackLink
        to={`${scope.page}/webhooks`}
        label={scope.project ? `${scope.project.name}: ${t.places.webhooks}` : t.places.webhooks}
      />
      <Loaded query={permissions}>
        {(allowed) =>
          !allowed.has(needed) ? (
            <Card>{t.policyForm.notAllowed}</Card>
          ) : id === null ? (
            <Ready scope={scope} policy={null} />
          ) : (
            <Stored scope={scope} id={id} />
          )
        }
      </Loaded>
    </>
  )
}

function Stored({ scope, id }: { readonly scope: Scope; readonly id: number }) {
  const policy = usePolicy(scope, id)
  return <Loaded query={policy}>{(found) => <Ready scope={scope} policy={found} />}</Loaded>
}

type ReadyProps = Pick<Parameters<typeof PolicyEditor>[0], 'scope' | 'policy'>

function Ready({ scope, policy }: ReadyProps) {
  const kinds = useTargetKinds()
  const supported = useSupportedEvents(scope)
  return (
    <Loaded query={kinds}>
      {(ofTargets) => (
        <Loaded query={supported}>
          {(known) => <PolicyEditor scope={scope} policy={policy} kinds={ofTargets} supported={known} />}
        </Loaded>
      )}
    </Loaded>
  )
}
