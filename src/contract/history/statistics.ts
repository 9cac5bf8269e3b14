import Type, { type Static } from 'typebox'

const Time = Type.String({ format: 'date-time' })

export const StatisticsQuery = Type.Object({
  since: Type.String({
    description: 'RFC 3339; where figures are those of whole hours, it counts from the beginning of its hour',
  }),
  until: Type.Optional(Type.String({ description: 'RFC 3339; not included; now when left out' })),
})

/**
 * Deliveries by the time of their creation. Milliseconds are from accepted to delivered. Figures of more than the newest 50,000 deliveries, and
 * of what is removed, are those of whole hours; their milliseconds are up to a quarter too long.
 */
export const StatisticsResponse = Type.Object({
  bucket_ms: Type.Integer({ description: 'how long a bucket is' }),
  buckets: Type.Array(
    Type.Object({
      at: Time,
      accepted: Type.Integer(),
      delivered: Type.Integer(),
      failed: Type.Integer(),
      p50_ms: Type.Optional(Type.Integer()),
      p95_ms: Type.Optional(Type.Integer()),
      p99_ms: Type.Optional(Type.Integer()),
    }),
    { description: 'oldest first, the empty ones included' },
  ),
  totals: Type.Object({
    accepted: Type.Integer(),
    delivered: Type.Integer(),
    failed: Type.Integer(),
    stopped: Type.Integer(),
    expired: Type.Integer(),
    redelivered: Type.Integer({
      description: 'deliveries that failed or expired and were sent again, which are no failures any more',
    }),
    pending: Type.Integer({
      description: 'deliveries that wait now, whenever they were created; counted up to 100000',
    }),
    oldest_pending_at: Type.Optional(Time),
  }),
  failing_targets: Type.Array(
    Type.Object({
      target_id: Type.Integer(),
      policy_id: Type.Integer(),
      project_id: Type.Integer(),
      address: Type.String(),
      failed: Type.Integer(),
      pending: Type.Integer({ description: 'that wait after a failure' }),
      last_failure: Type.String(),
    }),
    { description: 'at which the newest 50000 deliveries of the time failed' },
  ),
  complete_since: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'older hours are still being counted, or forgotten: the figures are whole from here on',
    }),
  ),
})
export type StatisticsResponse = Static<typeof StatisticsResponse>
