import { Text } from '@mantine/core'
import { type BulkResponse, PAYLOAD_REMOVED } from '../../../src/contract/history/history.ts'
import type { HistoryFilter } from '../../../src/contract/history/history-filter.ts'
import { bulk, isNarrow } from '../../api/history.ts'
import type { Scope } from '../../api/client/scope.ts'
import { ProgressDialog } from '../../parts/dialogs/progress-dialog.tsx'
import { useText } from '../../text/text-provider.tsx'

export type BulkVerb = 'redeliver' | 'stop'

interface BulkDialogProps {
  readonly scope: Scope
  readonly verb: BulkVerb
  readonly filter: HistoryFilter
  readonly onClose: () => void
}

/** Acts on all deliveries that match the filter. */
export function BulkDialog({ scope, verb, filter, onClose }: BulkDialogProps) {
  const t = useText()
  const words = t.bulk[verb === 'redeliver' ? 'redelivering' : 'stopping']
  return (
    <ProgressDialog<number>
      title={words.title}
      says={verb === 'redeliver' && !isNarrow(filter) ? t.bulk.redelivering.saysFailed : words.says}
      submit={words.submit}
      doneSays={words.done}
      isDangerous={verb === 'stop'}
      countKey={[scope.key, verb, filter]}
      doPart={async (part) => withMissing(await bulk(scope, verb, { filter, ...part }))}
      onClose={onClose}
    >
      <Text>{isNarrow(filter) ? t.bulk.filterSays : words.allSays}</Text>
      {scope.project !== null && <Text>{t.bulk.inProject(scope.project.name)}</Text>}
    </ProgressDialog>
  )
}

function withMissing(answer: BulkResponse) {
  const withoutPayload = answer.left.find(({ reason }) => reason === PAYLOAD_REMOVED)?.count ?? 0
  return { ...answer, withoutPayload }
}
