import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { buildFacts } from '../../build/build-facts.ts'

/**
 * What a workflow reads as `github.event.client_payload`, or as the payload of a deployment: ten properties, as many as GitHub takes
 * (docs.github.com/rest/repos/repos#create-a-repository-dispatch-event). The target adds the rest of the body.
 */
export const githubFormat: PayloadFormat = {
  name: 'GitHub',
  about:
    'The facts of an event for GitHub, as `client_payload` of a repository dispatch or as payload of a deployment; the target adds the rest of the body.',
  sharedBy: 'event',
  render: (input) => ({ contentType: 'application/json', body: JSON.stringify(buildFacts(input)) }),
}
