import Type from 'typebox'
import type { RateLimit } from '../../domain/target/rate-limit.ts'
import type { TargetOptions } from '../../domain/options.ts'

const RATE = { exclusiveMinimum: 0, maximum: 1000 }

/** How fast a target may be sent to. */
export const RateLimitOption = Type.Object(
  {
    per_second: Type.Optional(Type.Number({ ...RATE, description: 'attempts a second; or per_minute' })),
    per_minute: Type.Optional(Type.Number({ ...RATE, description: 'attempts a minute; or per_second' })),
    burst: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: 'attempts at once after a rest' }),
    ),
  },
  { additionalProperties: false, description: 'a token bucket: attempts beyond it wait' },
)

/** What is wrong with a rate limit that fits its schema, or null. */
export function rateLimitFault({ rate_limit: limit }: TargetOptions): string | null {
  if (limit === undefined) return null
  const { per_second: perSecond, per_minute: perMinute } = limit as {
    per_second?: number
    per_minute?: number
  }
  return (perSecond === undefined) === (perMinute === undefined)
    ? 'rate_limit has either per_second or per_minute'
    : null
}

/**
 * The rate limit of a target.
 *
 * @param otherwise where its owner has set none
 */
export function rateLimitOf(
  { rate_limit: limit }: TargetOptions,
  otherwise: RateLimit | null,
): RateLimit | null {
  if (limit === undefined) return otherwise
  const given = limit as { per_second?: number; per_minute?: number; burst?: number }
  const perSecond = given.per_second ?? (given.per_minute ?? 0) / 60
  return { perSecond, burst: given.burst ?? Math.max(1, Math.ceil(perSecond)) }
}
