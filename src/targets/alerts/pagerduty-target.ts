import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { TargetOptions } from '../../domain/options.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { pathBelow } from '../http/service-target.ts'
import type { WriteRequest } from '../http/writing.ts'
import { secretOption } from '../options/secret.ts'
import { createAlertTarget } from './alert-target.ts'

/** "A backoff of a few minutes" (developer.pagerduty.com/docs/events-api-v2/overview, "Rate Limits"). */
const THROTTLED_MS = 2 * 60_000

/**
 * PagerDuty's Events API v2: 202 for an event that was taken, 400 for one that no later attempt gets through, 429 for too many at a time,
 * of which PagerDuty documents no number (developer.pagerduty.com/docs/events-api-v2/overview). The routing key, a secret, is in the body.
 */
export function createPagerdutyTarget(parts: HttpSenderParts): TargetKind {
  return createAlertTarget(
    {
      type: 'pagerduty',
      name: 'PagerDuty',
      ownFormat: 'PagerDuty',
      rateLimit: null,
      usualAddress: 'https://events.pagerduty.com',
      options: {
        routing_key: secretOption('the integration key of an Events API v2 integration, 32 characters', {
          title: 'Integration key',
          maxLength: 1024,
        }),
      },
      optionsFault: routingKeyFault,
      waitOf: ({ status }) => (status === 429 ? THROTTLED_MS : null),
      write,
    },
    parts,
  )
}

function routingKeyFault({ routing_key: key }: TargetOptions): string | null {
  if (typeof key !== 'string') return 'routing_key is missing'
  return /^\w{32}$/.test(key)
    ? null
    : 'routing_key has another form than the 32 letters and digits of an integration key'
}

const write: WriteRequest = ({ path, body }, { target: { options } }) => ({
  path: pathBelow(path, '/v2/enqueue'),
  body: JSON.stringify({ routing_key: options['routing_key'], ...(JSON.parse(body) as object) }),
})
