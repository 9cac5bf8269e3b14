import { artifactOf } from '../domain/event.ts'
import { proposalNameOf } from '../domain/event-type.ts'
import type { PayloadFormat } from '../domain/payload-format.ts'
import { goJson } from './go-json.ts'
import { repositoryBlock } from './repository-block.ts'
import { resourceUrl } from './resource-url.ts'
import { unixSeconds } from './unix-seconds.ts'

/** The JSON of the webhook proposal ("Hook payload will be"). A tag or digest that is not known is an empty string. */
export const proposalFormat: PayloadFormat = {
  name: 'Proposal',
  sharedBy: 'event',
  render(input) {
    const { event } = input
    const { digest, tag } = artifactOf(event)
    const body = goJson({
      type: proposalNameOf(event.type),
      occur_at: unixSeconds(event.occurredAtMs),
      media_type: 'containerImage',
      event_data: [
        {
          digest: digest ?? '',
          tag: tag ?? '',
          resource_url: resourceUrl(event),
        },
      ],
      repository: repositoryBlock(input),
      operator: event.operator,
    })
    return { contentType: 'application/json', body }
  },
}
