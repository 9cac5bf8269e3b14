import { PageHead } from '../../parts/page-head.tsx'
import type { Scope } from '../../api/client/scope.ts'
import { useText } from '../../text/text-provider.tsx'
import { ProblemList } from './problem-list.tsx'

/** What needs a person, in all projects and in Bellbuoy itself. */
export function ProblemsPage({ scope }: { readonly scope: Scope }) {
  const t = useText()
  return (
    <>
      <PageHead title={t.places.problems} says={t.problems.says} />
      <ProblemList scope={scope} />
    </>
  )
}
