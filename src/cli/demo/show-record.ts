import { inScope } from '../../client/client.ts'
import { pathTo } from '../../contract/api-call.ts'
import * as CALLS from '../../contract/calls.ts'
import type { Bellbuoy } from './bellbuoy.ts'
import type { DemoPolicy } from './create-policy.ts'
import { curl } from './curl.ts'
import { say } from './say.ts'
import { waitUntil } from './wait-until.ts'

/** Shows how Bellbuoy remembers the delivery, and how to read all of it. */
export async function showRecord(bellbuoy: Bellbuoy, { project, id: policy }: DemoPolicy): Promise<void> {
  const executions = inScope(CALLS.listExecutions, project)
  const id = await waitUntil('the record of the delivery', async () => {
    const found = await bellbuoy.client.ask(executions, { params: { webhook_policy_id: policy } })
    return found.find(({ status }) => status === 'Success')?.id ?? null
  })
  const log = inScope(CALLS.getTaskLog, project)
  const params = { webhook_policy_id: policy, execution_id: id, task_id: id }
  const text = await bellbuoy.client.ask(log, { params })
  say(curl(bellbuoy, pathTo(log, params)), '', ...text.trimEnd().split('\n').map(shortened))
}

/** Long lines, the payload for one, have been shown above already. */
function shortened(line: string): string {
  return line.length <= 110 ? line : `${line.slice(0, 107)}...`
}
