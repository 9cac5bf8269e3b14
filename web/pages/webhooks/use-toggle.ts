import type { PolicyResponse } from '../../../src/contract/webhooks/policy.ts'
import { useChangePolicy } from '../../api/policies.ts'
import type { Scope } from '../../api/client/scope.ts'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { policyFormOf, policyRequestOf } from './policy-form.ts'

/** Turns a policy on or off and changes nothing else. */
export function useToggle(scope: Scope) {
  const t = useText()
  const notice = useNotice()
  const save = useChangePolicy(scope)
  return {
    isPending: save.isPending,
    run: (policy: Pick<PolicyResponse, 'id' | 'enabled'>) => {
      const enabled = !policy.enabled
      const change = (stored: PolicyResponse) => policyRequestOf({ ...policyFormOf(stored), enabled })
      save.mutate(
        { id: policy.id, change },
        notice.ofOutcome(enabled ? t.policy.turnedOn : t.policy.turnedOff),
      )
    },
  }
}
