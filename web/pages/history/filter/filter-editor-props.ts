import type { Scope } from '../../../api/client/scope.ts'
import type { FilterKind } from './filter-kinds.ts'
import type { WrittenFilter } from './written-filter.ts'

/** What every editor of a filter gets. */
export interface FilterEditorProps {
  readonly scope: Scope
  readonly kind: FilterKind
  readonly filter: WrittenFilter
  readonly onChange: (part: WrittenFilter) => void
  readonly onEnd: () => void
}
