import { Readable } from 'node:stream'
import * as CALLS from '../../../contract/calls.ts'
import type { DeliveryResponse, EventResponse } from '../../../contract/history/history.ts'
import type { Slice } from '../../../domain/delivery/history.ts'
import { type Route, answer } from '../../route.ts'
import { deliveryFilter, eventFilter } from './delivery-filter.ts'
import { type ExportFormat, type ExportedColumns, rowWriter } from './export-format.ts'
import { deliveryResponse, eventResponse } from './history-response.ts'
import { type RecordParts, orderOf } from './record.ts'

/** Rows that are read at a time: what an export holds in memory. */
const PART_SIZE = 200
/** After so many parts it is asked once more whether the caller may go on. */
const PARTS_BETWEEN_CHECKS = 25

/** Every row of a list, in parts: the next one is read when the reader has taken the last. */
export function exportRoutes({ store: { history } }: Pick<RecordParts, 'store'>): readonly Route[] {
  return [
    answer(CALLS.exportEvents, async ({ project, query, readmit }) => {
      const { format, sort, ...search } = query
      const filter = eventFilter(search, project?.id ?? null)
      const read = async (after: string | null) => {
        const { items, next } = await history.events(filter, PART_SIZE, after, orderOf(sort))
        const found = await history.deliveriesOf(items.map(({ id }) => id))
        const byEvent = Map.groupBy(found, ({ eventId }) => eventId)
        return { items: items.map((event) => eventResponse(event, byEvent.get(event.id) ?? [])), next }
      }
      return exportOf({ name: 'events', format, columns: EVENT_COLUMNS, read, readmit })
    }),
    answer(CALLS.exportDeliveries, async ({ project, query, readmit }) => {
      const { format, sort, ...search } = query
      const filter = deliveryFilter(search, project?.id ?? null)
      const read = async (after: number | null) => {
        const { items, next } = await history.deliveries(filter, PART_SIZE, after, orderOf(sort))
        return { items: items.map(deliveryResponse), next }
      }
      return exportOf({ name: 'deliveries', format, columns: DELIVERY_COLUMNS, read, readmit })
    }),
  ].flat()
}

interface Export<Row, Cursor> {
  /** What the file is called, without its ending. */
  readonly name: string
  readonly format: ExportFormat
  readonly columns: ExportedColumns<Row>
  readonly read: (after: Cursor | null) => Promise<Slice<Row, Cursor>>
  readonly readmit: () => Promise<void>
}

/** The first part is read before the answer begins, so that a refusal is an answer. */
async function exportOf<Row extends object, Cursor>({ name, ...rest }: Export<Row, Cursor>) {
  const { mediaType, ending } = rowWriter(rest.format, rest.columns)
  const first = await rest.read(null)
  const headers = {
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${name}.${ending}"`,
  }
  return { status: 200 as const, headers, body: Readable.from(texts(rest, first), { highWaterMark: 1 }) }
}

async function* texts<Row extends object, Cursor>(
  { format, columns, read, readmit }: Omit<Export<Row, Cursor>, 'name'>,
  first: Slice<Row, Cursor>,
): AsyncGenerator<string> {
  const { head, line } = rowWriter(format, columns)
  yield head + first.items.map(line).join('')
  let { next } = first
  for (let parts = 1; next !== null; parts++) {
    if (parts % PARTS_BETWEEN_CHECKS === 0) await readmit()
    const part: Slice<Row, Cursor> = await read(next)
    if (part.items.length > 0) yield part.items.map(line).join('')
    next = part.next
  }
}

const EVENT_COLUMNS: ExportedColumns<EventResponse> = {
  id: ({ id }) => id,
  type: ({ type }) => type,
  project: ({ project_name }) => project_name,
  repository: ({ repository }) => repository,
  tag: ({ tag }) => tag,
  digest: ({ digest }) => digest,
  operator: ({ operator }) => operator,
  source: ({ source }) => source,
  occurred_at: ({ occurred_at }) => occurred_at,
  accepted_at: ({ accepted_at }) => accepted_at,
  withheld: ({ withheld }) => withheld,
  delivered: ({ account }) => account.delivered,
  failed: ({ account }) => account.failed,
  stopped: ({ account }) => account.stopped,
  expired: ({ account }) => account.expired,
  filtered: ({ account }) => account.filtered,
  merged: ({ account }) => account.merged,
  pending: ({ account }) => account.pending,
}

const DELIVERY_COLUMNS: ExportedColumns<DeliveryResponse> = {
  id: ({ id }) => id,
  event_id: ({ event_id }) => event_id,
  event_type: ({ event_type }) => event_type,
  project: ({ project_name }) => project_name,
  repository: ({ repository }) => repository,
  tag: ({ tag }) => tag,
  operator: ({ operator }) => operator,
  webhook: ({ policy_name }) => policy_name,
  target_type: ({ target_type }) => target_type,
  target_address: ({ target_address }) => target_address,
  state: ({ state }) => state,
  attempts: ({ attempts }) => attempts,
  status: ({ last_attempt }) => last_attempt?.status,
  failure: ({ last_attempt }) => last_attempt?.failure,
  duration_ms: ({ last_attempt }) => last_attempt?.duration_ms,
  reason: ({ reason }) => reason,
  redelivery_of: ({ redelivery_of }) => redelivery_of,
  created_at: ({ created_at }) => created_at,
  updated_at: ({ updated_at }) => updated_at,
  ended_at: ({ ended_at }) => ended_at,
}
