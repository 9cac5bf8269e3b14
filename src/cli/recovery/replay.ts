import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { type ManyOptions, actOnMany } from '../remote/act-on-many.ts'
import { counted } from '../remote/counted.ts'
import { withoutAbsent } from '../remote/filter-options.ts'
import { findPolicy, policyName } from '../remote/find-policy.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { givenTime } from '../remote/times.ts'

export interface ReplayOptions extends ManyOptions {
  readonly since: string
  readonly until?: string
  readonly again?: boolean
}

/** Sends a policy past events. */
export async function replay(
  given: string,
  { project, since, until, again = false, ...options }: RemoteOptions & ProjectOption & ReplayOptions,
): Promise<void> {
  await runRemote(
    options,
    async ({ client, ...remote }) => {
      const nowMs = Date.now()
      const asked = {
        since: givenTime('--since', since, nowMs),
        ...withoutAbsent({ until: givenTime('--until', until, nowMs) }),
        missed: !again,
      }
      const { policy } = await findPolicy(client, project ?? null, given)
      const params = { webhook_policy_id: policy.id }
      const call = async (isDryRun: boolean, cursor: string | null) => {
        const body = { ...asked, dry_run: isDryRun, ...(cursor !== null && { cursor }) }
        const answer = await client.ask(inScope(CALLS.replayEvents, project ?? null), { params, body })
        const { matched, done, left, incomplete, next } = answer
        return {
          matched,
          done,
          left,
          ...(incomplete !== undefined && { incomplete: incomplete.reason }),
          next: next ?? null,
        }
      }
      await actOnMany(remote, call, wordsFor(policyName(policy), again), options)
    },
    { callsEndFirst: true },
  )
}

function wordsFor(policy: string, again: boolean) {
  return {
    counted: (count: number) => counted(count, 'event', 'events'),
    toDo: (events: string) => `send ${events} to the policy ${policy}`,
    isDone: (events: string) => `${events} sent to the policy ${policy}`,
    none: again ? 'No matching events found.' : `The policy ${policy} has missed no events in that time.`,
  }
}
