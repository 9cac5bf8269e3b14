import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { type DraftOptions, draftFrom } from './draft.ts'

/** Creates a policy, and says its number. */
export async function create(
  name: string | undefined,
  { project, ...options }: RemoteOptions & ProjectOption & DraftOptions,
): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const { draft } = await draftFrom({ ...options, ...(name !== undefined && { name }) }, {})
    const body = { ...draft, enabled: draft.enabled ?? true }
    const { createdId } = await client.call(inScope(CALLS.createPolicy, project ?? null), { body })
    const state = body.enabled ? 'enabled' : 'disabled'
    const number = Number(createdId)
    output.one(
      { id: number, name: body.name ?? '', enabled: body.enabled },
      () => createdId,
      () => `Created the policy ${body.name ?? createdId} with number ${createdId}; it is ${state}.`,
    )
  })
}
