import { draftsOf } from '../../../domain/delivery/templates.ts'
import { type Caller, nameOf } from '../../../domain/people/caller.ts'
import type { Policy } from '../../../domain/policy/policy.ts'
import type { Project } from '../../../domain/project.ts'
import type { SampleContext } from '../../../intake/payload-preview.ts'
import { projectIdOf } from '../project-id-of.ts'

/** The events of a global policy come from any project: its sample comes from the one that always exists. */
const ANY_PROJECT = { name: 'library', isPublic: false }

/** @param policy a new one of the call's project unless given */
export function sampleContext(
  call: { readonly project: Project | null; readonly caller: Caller },
  policy: Pick<Policy, 'id' | 'projectId' | 'name'> = { id: 0, projectId: projectIdOf(call), name: '' },
): SampleContext {
  return { project: call.project ?? ANY_PROJECT, policy, owner: draftsOf(nameOf(call.caller)) }
}
