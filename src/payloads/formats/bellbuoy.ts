import type { PayloadFormat } from '../../domain/delivery/payload-format.ts'
import { bellbuoyPayload } from '../bellbuoy/payload.ts'
import { bellbuoySchema } from '../bellbuoy/schema.ts'

/** Our own format: versioned, with everything that is known, and a JSON Schema for each event type. */
export const bellbuoyFormat: PayloadFormat = {
  name: 'Bellbuoy',
  about:
    'Everything that is known of an event, and null for what is unknown. `version` grows when a key is removed or changes its meaning, not when one is added. `GET /api/v2.0/payload-schemas/{event_type}` gives the JSON Schema of each event type.',
  sharedBy: 'policy',
  render: (input) => ({ contentType: 'application/json', body: JSON.stringify(bellbuoyPayload(input)) }),
  schemaOf: bellbuoySchema,
}
