import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { TargetResponse } from '../../contract/webhooks/policy.ts'
import type { TargetTestResponse } from '../../contract/webhooks/target-test.ts'
import { EXIT } from '../remote/exit-codes.ts'
import { findPolicy } from '../remote/find-policy.ts'
import { coloured } from '../remote/colour.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { indented } from '../remote/indented.ts'
import { plainLine } from '../plain-text.ts'
import { type SampleOptions, meantTargets, sampleType } from './sample-options.ts'

/** Sends a sample to the targets of a policy, one after the other, and prints what they answer. */
export async function test(
  given: string,
  { project, event, target, ...options }: RemoteOptions & ProjectOption & SampleOptions,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const sample = { ...(event !== undefined && { event }), ...(target !== undefined && { target }) }
    const { policy } = await findPolicy(client, project ?? null, given)
    const body = { event_type: sampleType(policy, sample) }
    for (const one of meantTargets(policy, sample)) {
      const params = { target_id: one.id }
      const answer = await client.ask(inScope(CALLS.testTarget, project ?? null), { params, body })
      if (!answer.success) process.exitCode = EXIT.found
      output.details(
        { target_id: one.id, target_address: one.address, ...answer },
        () => String(one.id),
        () => answerText(one, answer),
      )
    }
  })
}

const MAX_ADDRESS = 200

function answerText(
  { id, address }: TargetResponse,
  { success, duration_ms, response, error }: TargetTestResponse,
): string {
  const head = coloured(success ? 'accepted' : 'not accepted', success ? 'good' : 'bad')
  const target = `${plainLine(address, MAX_ADDRESS)} (target ${String(id)})`
  const answer = response === undefined ? 'no response' : `response ${String(response.status)}`
  const says = [error?.text ?? '', response?.remark ?? '', response?.body ?? ''].filter((text) => text !== '')
  return [
    `${head}  ${target}: ${answer} after ${String(duration_ms)} ms`,
    ...says.map((text) => indented(text)),
  ].join('\n')
}
