import { plainText } from '../plain-text.ts'
import { findPolicy, policyName } from '../remote/find-policy.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { policyYaml } from './policy-yaml.ts'

/** Prints a policy as YAML. */
export async function get(
  given: string,
  { project, ...options }: RemoteOptions & ProjectOption,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const found = await findPolicy(client, project ?? null, given)
    const yaml = await policyYaml(found, project)
    output.details(
      found.policy,
      policyName,
      // A file gets what the policy holds, to the letter.
      () => (process.stdout.isTTY ? plainText(yaml) : yaml).trimEnd(),
    )
  })
}
