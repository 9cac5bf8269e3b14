import type { PayloadFormat } from '../../domain/delivery/payload-format.ts'
import { goJson } from '../parts/go-json.ts'
import { harborEventData } from '../harbor/event-data.ts'
import { unixSeconds } from '../parts/unix-seconds.ts'

/** Harbor 2's `Default` format, byte for byte (`src/pkg/notifier/formats/default.go`). */
export const defaultFormat: PayloadFormat = {
  name: 'Default',
  about:
    "Harbor 2's own format, byte for byte, so that a receiver that understands Harbor understands Bellbuoy. Of several tags it names the first.",
  sharedBy: 'event',
  render(input) {
    const { type, occurredAtMs, operator } = input.event
    const body = goJson({
      type,
      occur_at: unixSeconds(occurredAtMs),
      operator,
      event_data: harborEventData(input),
    })
    return { contentType: 'application/json', body }
  },
}
