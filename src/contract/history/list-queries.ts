import Type from 'typebox'
import { EventSearch, HistoryFilter } from './history-filter.ts'

const LIMIT = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 20 }))
const SORT = { description: 'by time, the newest first (with the minus) or the oldest' }
const FORMAT = Type.Enum(['ndjson', 'csv'], { description: 'how each row is written' })

const EVENTS_SORT = Type.Optional(Type.Enum(['-accepted_at', 'accepted_at'], SORT))
export const EventsQuery = Type.Object({
  ...EventSearch.properties,
  sort: EVENTS_SORT,
  limit: LIMIT,
  cursor: Type.Optional(Type.String()),
})
export const EventExportQuery = Type.Object({
  ...EventSearch.properties,
  sort: EVENTS_SORT,
  format: FORMAT,
})

const DELIVERIES_SORT = Type.Optional(Type.Enum(['-created_at', 'created_at'], SORT))
export const DeliveriesQuery = Type.Object({
  ...HistoryFilter.properties,
  sort: DELIVERIES_SORT,
  limit: LIMIT,
  cursor: Type.Optional(Type.Integer()),
})
export const DeliveryExportQuery = Type.Object({
  ...HistoryFilter.properties,
  sort: DELIVERIES_SORT,
  format: FORMAT,
})
