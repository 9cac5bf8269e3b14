import { plainText } from '../plain-text.ts'
import { findPolicy, policyName } from '../remote/find-policy.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { changePolicy } from './change-policy.ts'
import { draftOf } from './policy-yaml.ts'

/** Enables or disables a policy, and changes nothing else of it. */
export async function setEnabled(
  given: string,
  isEnabled: boolean,
  { project, ...options }: RemoteOptions & ProjectOption,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const found = await findPolicy(client, project ?? null, given)
    const { policy } = found
    const state = isEnabled ? 'enabled' : 'disabled'
    if (policy.enabled !== isEnabled)
      await changePolicy(client, project, found, { ...draftOf(policy), enabled: isEnabled })
    output.one(
      { id: policy.id, name: policyName(policy), enabled: isEnabled },
      () => String(policy.id),
      () =>
        plainText(
          `The policy ${policyName(policy)} is ${policy.enabled === isEnabled ? 'already' : 'now'} ${state}.`,
        ),
    )
  })
}
