import { messageOf } from '../../domain/errors.ts'
import { plainText } from '../plain-text.ts'
import { CommandFault, exitCodeOf } from '../remote/exit-codes.ts'
import { type FoundPolicy, findPolicy, policyName } from '../remote/find-policy.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { type Remote, runRemote } from '../remote/run-remote.ts'
import { changePolicy } from './change-policy.ts'
import { type DraftOptions, draftFrom, saysSomething } from './draft.ts'
import { forget, inEditor } from './in-editor.ts'
import { draftOf, policyIn, policyYaml } from './policy-yaml.ts'

/** Changes a policy by a file, by options, or in the editor. */
export async function edit(
  given: string,
  { project, ...options }: RemoteOptions & ProjectOption & DraftOptions,
): Promise<void> {
  await runRemote(options, async (remote) => {
    const { client, output } = remote
    const found = await findPolicy(client, project ?? null, given)
    const isChanged = saysSomething(options)
      ? await byOptions(remote, project, found, options)
      : await byEditor(remote, project, found)
    const name = policyName(found.policy)
    output.one(
      { id: found.policy.id, changed: isChanged },
      () => String(found.policy.id),
      () => plainText(isChanged ? `Changed the policy ${name}.` : `Nothing to change in the policy ${name}.`),
    )
  })
}

async function byOptions(
  { client }: Remote,
  project: string | undefined,
  found: FoundPolicy,
  options: DraftOptions,
): Promise<true> {
  const { draft, etag = found.etag } = await draftFrom(options, draftOf(found.policy))
  await changePolicy(client, project, { ...found, etag }, draft)
  return true
}

/** What was written is kept in its file until the server has taken it. */
async function byEditor(
  { client, environment }: Remote,
  project: string | undefined,
  found: FoundPolicy,
): Promise<boolean> {
  const before = await policyYaml(found, project)
  const { file, text } = await inEditor(before, `policy-${String(found.policy.id)}.yml`, environment)
  if (text !== before) {
    try {
      const { draft } = await policyIn(text, file)
      await changePolicy(client, project, found, draft)
    } catch (error) {
      const again = `bellbuoy policy edit ${String(found.policy.id)}${project === undefined ? '' : ` --project ${project}`} -f ${file}`
      throw new CommandFault(
        exitCodeOf(error),
        `${messageOf(error)}\nYour text is saved in ${file}; send it again with\n  ${again}`,
      )
    }
  }
  forget(file)
  return text !== before
}
