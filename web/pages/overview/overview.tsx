import type { Scope } from '../../api/scope.ts'

export function Overview({ scope }: { readonly scope: Scope }) {
  return <>{scope.api}</>
}
