import { useCallback, useMemo } from 'react'
import { usePolicies } from '../../api/policies.ts'
import type { Scope } from '../../api/scope.ts'
import { useText } from '../../text/text-provider.tsx'

/** Policies by name where the scope knows them, else by number. */
export function usePolicyNames(scope: Scope): (id: number) => string {
  const t = useText()
  const policies = usePolicies(scope)
  const names = useMemo(() => new Map(policies.data?.map(({ id, name }) => [id, name])), [policies.data])
  return useCallback((id) => names.get(id) ?? t.history.policyNumber(id), [names, t])
}
