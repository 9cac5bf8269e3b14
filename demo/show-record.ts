import { waitUntil } from '../test/support/wait-until.ts'
import { call, curl } from './api.ts'
import type { Bellbuoy } from './bellbuoy.ts'
import { say } from './say.ts'

interface Execution {
  readonly id: number
  readonly status: string
}

/** Shows how Bellbuoy remembers the delivery, and how to read all of it. */
export async function showRecord(bellbuoy: Bellbuoy, policyUrl: string): Promise<void> {
  const url = `${policyUrl}/executions`
  const execution = await waitUntil(
    async () => {
      const executions = JSON.parse((await call(bellbuoy, url)).text) as readonly Execution[]
      return executions.find(({ status }) => status === 'Success')
    },
    { what: 'the delivery is on record' },
  )
  const { id } = execution
  const log = await call(bellbuoy, `${url}/${id}/tasks/${id}/log`)
  say(curl(bellbuoy, `${url}/${id}/tasks/${id}/log`), '', ...log.text.trimEnd().split('\n').map(shortened))
}

/** Long lines, the payload for one, have been shown above already. */
function shortened(line: string): string {
  return line.length <= 110 ? line : `${line.slice(0, 107)}...`
}
