import { create } from './api.ts'
import type { Bellbuoy } from './bellbuoy.ts'

/** Creates the project `demo` and its policy; returns the policy's URL. */
export async function createPolicy(bellbuoy: Bellbuoy, address: string): Promise<string> {
  await create(bellbuoy, '/api/v2.0/projects', { project_name: 'demo' })
  return create(bellbuoy, '/api/v2.0/projects/demo/webhook/policies', {
    name: 'first',
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', address, auth_header: 'Bearer of-good-news' }],
  })
}
