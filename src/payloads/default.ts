import { artifactOf } from '../domain/event.ts'
import type { PayloadFormat } from '../domain/payload-format.ts'
import { goJson } from './go-json.ts'
import { repositoryBlock } from './repository-block.ts'
import { resourceUrl } from './resource-url.ts'
import { unixSeconds } from './unix-seconds.ts'

/**
 * Harbor 2's `Default` format, byte for byte (`src/pkg/notifier/formats/default.go`). As in Harbor, `tag` repeats the
 * digest when the client named no tag: receivers in the field rely on it.
 */
export const defaultFormat: PayloadFormat = {
  name: 'Default',
  sharedBy: 'event',
  render(input) {
    const { event } = input
    const { digest, tag } = artifactOf(event)
    const body = goJson({
      type: event.type,
      occur_at: unixSeconds(event.occurredAtMs),
      operator: event.operator,
      event_data: {
        resources: [
          { ...(digest !== null && { digest }), tag: tag ?? digest, resource_url: resourceUrl(event) },
        ],
        repository: repositoryBlock(input),
      },
    })
    return { contentType: 'application/json', body }
  },
}
