import type { Scope } from '../../api/scope.ts'
import { Overview } from './overview.tsx'

export function OverviewPage({ scope }: { readonly scope: Scope }) {
  return <Overview scope={scope} />
}
