import { useChangeHold } from '../../api/holds.ts'
import { useChangePolicy, usePauseTarget } from '../../api/policies.ts'
import type { Problem } from '../../api/problems.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { policyFormOf, policyRequestOf } from '../webhooks/policy-form.ts'

export interface Cure {
  readonly label: string
  readonly isPending: boolean
  readonly run: () => void
}

/** The one action that ends what a person or Bellbuoy itself has stopped; null for other problems. */
export function useCure({ kind, policy_id, target_id, project_id }: Problem, scope: Scope): Cure | null {
  const t = useText()
  const notice = useNotice()
  const pause = usePauseTarget(scope)
  const policy = useChangePolicy(scope)
  const hold = useChangeHold(scope)
  if (kind === 'target_paused' && target_id !== undefined)
    return {
      label: t.problems.resume,
      isPending: pause.isPending,
      run: () => pause.mutate({ id: target_id, verb: 'resume' }, notice.ofOutcome(t.problems.resumed)),
    }
  if (kind === 'policy_disabled' && policy_id !== undefined)
    return {
      label: t.problems.enable,
      isPending: policy.isPending,
      run: () =>
        policy.mutate(
          {
            id: policy_id,
            change: (stored) => policyRequestOf({ ...policyFormOf(stored), enabled: true }),
          },
          notice.ofOutcome(t.policy.turnedOn),
        ),
    }
  if (kind !== 'deliveries_held') return null
  return {
    label: t.hold.release(project_id === 0 ? 'everything' : 'project'),
    isPending: hold.isPending,
    run: () => hold.mutate('release', notice.ofOutcome(t.problems.released)),
  }
}
