import { usePolicies } from '../../api/policies.ts'
import type { Scope } from '../../api/scope.ts'
import { useText } from '../../text/text-provider.tsx'

/** Policies by name where the scope knows them, else by number. */
export function usePolicyNames(scope: Scope): (id: number) => string {
  const t = useText()
  const policies = usePolicies(scope)
  return (id) => policies.data?.find((policy) => policy.id === id)?.name ?? t.history.policyNumber(id)
}
