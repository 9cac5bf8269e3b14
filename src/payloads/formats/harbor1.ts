import type { PayloadFormat } from '../../domain/delivery/payload-format.ts'
import { proposalNameOf } from '../../domain/event/event-type.ts'
import { harborEventData } from '../harbor/event-data.ts'
import { goJson } from '../parts/go-json.ts'
import { unixSeconds } from '../parts/unix-seconds.ts'

/** What Harbor 1.10 sent (`src/core/notifier/model/event.go` there): the envelope of Harbor 2 without its newer blocks. */
export const harbor1Format: PayloadFormat = {
  name: 'Harbor1',
  about:
    'What Harbor 1.10 sent, with its event names: the envelope of `Default` without the block `scan`. Policies that are created by the API of 1.10 have it. 1.10 left out the resource of an event without a tag; here it names the digest.',
  sharedBy: 'event',
  render(input) {
    const { type, occurredAtMs, operator } = input.event
    const { scan: _, ...eventData } = harborEventData(input) as Readonly<Record<string, unknown>>
    const body = goJson({
      type: proposalNameOf(type),
      occur_at: unixSeconds(occurredAtMs),
      operator,
      event_data: eventData,
    })
    return { contentType: 'application/json', body }
  },
}
