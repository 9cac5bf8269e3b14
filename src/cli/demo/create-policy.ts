import { inScope } from '../../client/client.ts'
import { pathTo } from '../../contract/api-call.ts'
import * as CALLS from '../../contract/calls.ts'
import type { Bellbuoy } from './bellbuoy.ts'
import { curl } from './curl.ts'
import { say } from './say.ts'

const PROJECT = 'demo'

/** Where the policy of the demo is. */
export interface DemoPolicy {
  readonly project: string
  readonly id: number
  /** Of its executions. */
  readonly executions: string
}

/** Creates the project `demo` and its policy, and shows the curl commands that would do the same. */
export async function createPolicy(bellbuoy: Bellbuoy, address: string): Promise<DemoPolicy> {
  const project = { project_name: PROJECT }
  say(curl(bellbuoy, CALLS.createProject.path, project))
  await bellbuoy.client.call(CALLS.createProject, { body: project })
  const policy = {
    name: 'first',
    enabled: true,
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', address, auth_header: 'Bearer of-good-news' }],
  }
  const creation = inScope(CALLS.createPolicy, PROJECT)
  say(curl(bellbuoy, creation.path, policy))
  const id = Number((await bellbuoy.client.call(creation, { body: policy })).createdId)
  const executions = pathTo(inScope(CALLS.listExecutions, PROJECT), { webhook_policy_id: id })
  return { project: PROJECT, id, executions }
}
