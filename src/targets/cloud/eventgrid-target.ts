import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { httpUrlOf } from '../../domain/http-address.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { jsonObjectIn } from '../http/json-object.ts'
import { secretOption } from '../options/secret.ts'
import { createCloudTarget } from './cloud-target.ts'
import { readUrl } from './url-address.ts'

const FAULT = 'the address is the endpoint of a topic: https://TOPIC.REGION-1.eventgrid.azure.net/api/events'

/**
 * A custom topic of Azure Event Grid that takes CloudEvents 1.0 (learn.microsoft.com/azure/event-grid/post-to-custom-topic). A 200
 * acknowledges the event.
 */
export function createEventgridTarget(parts: HttpSenderParts): TargetKind {
  return createCloudTarget(
    {
      type: 'eventgrid',
      name: 'Azure Event Grid',
      ownFormat: 'CloudEvents',
      options: { access_key: secretOption('of the topic', { title: 'Access key', maxLength: 1024 }) },
      optionsFault({ access_key: key }) {
        if (key === undefined) return 'access_key is missing'
        return typeof key === 'string' && /^[\x21-\x7e]+$/.test(key)
          ? null
          : 'access_key holds a character that a header cannot carry'
      },
      readAddress: (address) => readUrl(address, /^\/api\/events\/?$/, FAULT),
      urlOf: ({ address }) => ({ url: address }),
      write({ body }, { target: { address, options } }) {
        const { pathname } = httpUrlOf(address)
        return {
          path: `${pathname}?api-version=2018-01-01`,
          body,
          secretHeaders: { 'aeg-sas-key': options['access_key'] as string },
        }
      },
      read: ({ status, body }) => ({
        isTaken: status === 200,
        reason: wordsIn(body),
        isForGood: FOR_GOOD.includes(status),
      }),
    },
    parts,
  )
}

/** A fault of the event: its form, its size. */
const FOR_GOOD: readonly number[] = [400, 413]

/** `{"error": {"code": "…", "message": "…"}}`. */
function wordsIn(body: string): string {
  const error = jsonObjectIn(body)?.['error']
  if (typeof error !== 'object' || error === null || !('message' in error)) return ''
  return typeof error.message === 'string' ? error.message : ''
}
