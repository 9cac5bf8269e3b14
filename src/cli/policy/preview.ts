import { ApiFailure } from '../../client/api-failure.ts'
import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { plainText } from '../plain-text.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { findPolicy, policyName } from '../remote/find-policy.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { draftOf } from './policy-yaml.ts'
import { type SampleOptions, meantTargets, sampleType } from './sample-options.ts'

/** Prints the payload of a sample event, for the first target of a policy or the one that is named. */
export async function preview(
  given: string,
  { project, event, target, ...options }: RemoteOptions & ProjectOption & SampleOptions,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const sample = { ...(event !== undefined && { event }), ...(target !== undefined && { target }) }
    const { policy } = await findPolicy(client, project ?? null, given)
    const [meant] = draftOf({ ...policy, targets: [...meantTargets(policy, sample)] }).targets ?? []
    if (meant === undefined)
      throw new CommandFault(EXIT.missing, `the policy ${policyName(policy)} has no targets`)
    const body = { event_type: sampleType(policy, sample), target: meant }
    const payload = await client
      .ask(inScope(CALLS.previewPayload, project ?? null), { body })
      .catch((error: unknown) => {
        // The types of the policy are known, so it is the target's template that fails.
        const isFound = error instanceof ApiFailure && error.status === 400 && event === undefined
        throw isFound ? new CommandFault(EXIT.found, error.message) : error
      })
    for (const warning of payload.warnings) console.error(`bellbuoy: warning: ${plainText(warning)}`)
    if (payload.warnings.length > 0) process.exitCode = EXIT.found
    if (output.form === 'json') output.one(payload, String, String)
    else process.stdout.write(process.stdout.isTTY ? `${shownBody(payload.body)}\n` : payload.body)
  })
}

/** At a terminal JSON has a line for each field; a file gets the bytes of the payload. */
function shownBody(body: string): string {
  try {
    return plainText(JSON.stringify(JSON.parse(body), null, 2))
  } catch {
    return plainText(body)
  }
}
