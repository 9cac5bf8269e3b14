import { type Client, inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import { type ManyOptions, actOnMany } from '../remote/act-on-many.ts'
import { counted } from '../remote/counted.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { findPolicy } from '../remote/find-policy.ts'
import type { Round } from '../remote/in-rounds.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'

export interface RecoverOptions extends ManyOptions {
  readonly policy?: string
}

const WORDS = {
  counted: (count: number) => counted(count, 'failed delivery', 'failed deliveries'),
  toDo: (deliveries: string) => `send ${deliveries} again`,
  isDone: (deliveries: string) => `${deliveries} sent again`,
  none: 'No failed deliveries are left to send again.',
}

/** Sends what failed at targets since each began to fail. */
export async function recover(
  numbers: readonly number[],
  { project, policy, ...options }: RemoteOptions & ProjectOption & RecoverOptions,
): Promise<void> {
  await runRemote(
    options,
    async ({ client, ...remote }) => {
      const problems = await meantProblems(client, numbers, project ?? null, policy)
      const call = async (isDryRun: boolean, cursor: number | null): Promise<Round<number>> => {
        const index = cursor ?? 0
        const id = problems[index]
        if (id === undefined) return { matched: 0, done: 0, next: null }
        const answer = await client.ask(inScope(CALLS.recoverProblem, project ?? null), {
          params: { problem_id: id },
          body: { dry_run: isDryRun },
        })
        const next = answer.more && !isDryRun ? index : index + 1
        return {
          matched: answer.matched,
          done: answer.done,
          ...(answer.incomplete !== undefined && { incomplete: answer.incomplete.reason }),
          isFloor: isDryRun && answer.more,
          next: next < problems.length ? next : null,
        }
      }
      await actOnMany(remote, call, WORDS, options)
    },
    { callsEndFirst: true },
  )
}

/** @throws CommandFault when nothing says which */
async function meantProblems(
  client: Client,
  numbers: readonly number[],
  project: string | null,
  policy: string | undefined,
): Promise<readonly number[]> {
  if (numbers.length > 0 === (policy !== undefined))
    throw new CommandFault(EXIT.usage, 'give either numbers of problems, or --policy')
  if (policy === undefined) return [...new Set(numbers)]
  const found = await findPolicy(client, project, policy)
  const query = { state: 'all', kind: 'target_failing', policy_id: found.policy.id } as const
  const problems = await Array.fromAsync(client.each(inScope(CALLS.listProblems, project), { query }))
  return problems.flatMap(({ id, recoverable = 0 }) => (id === undefined || recoverable === 0 ? [] : [id]))
}
