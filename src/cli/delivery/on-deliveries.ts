import { inScope } from '../../client/client.ts'
import type { ScopedCall } from '../../contract/api-call.ts'
import type * as CALLS from '../../contract/calls.ts'
import { messageOf } from '../../domain/errors.ts'
import { plainText } from '../plain-text.ts'
import { type ManyWords, actOnMany } from '../remote/act-on-many.ts'
import { CommandFault, EXIT, exitCodeOf } from '../remote/exit-codes.ts'
import type { ProjectOption } from '../remote/project-option.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { type Remote, runRemote } from '../remote/run-remote.ts'
import { type DeliveryFilterOptions, deliveryFilter } from './delivery-filter.ts'

/** Which of many deliveries, and whether to ask. */
export interface BulkOptions extends DeliveryFilterOptions {
  readonly allMatching?: boolean
  readonly dryRun?: boolean
  readonly yes?: boolean
}

type Options = RemoteOptions & ProjectOption & BulkOptions

/** What is done to deliveries, one by one or many by a filter. */
export interface DeliveryAction {
  /** Acts on one, and says what it did. */
  readonly one: (remote: Remote, id: number) => Promise<{ readonly result: object; readonly says: string }>
  readonly many: typeof CALLS.redeliverMany | typeof CALLS.stopDeliveries
  readonly words: ManyWords
}

const FILTERS = [
  'type',
  'repository',
  'tag',
  'operator',
  'source',
  'since',
  'until',
  'words',
  'state',
  'policy',
  'target',
  'code',
] as const satisfies readonly (keyof DeliveryFilterOptions)[]

/** Acts on the deliveries with these numbers, or on all that match. @throws CommandFault when it is not clear which are meant */
export async function onDeliveries(
  ids: readonly number[],
  options: Options,
  action: DeliveryAction,
): Promise<void> {
  await runRemote(
    options,
    async (remote) => {
      assertClear(ids, options)
      if (ids.length > 0) await onNumbers(remote, new Set(ids), action)
      else await onMatching(remote, options, action)
    },
    { callsEndFirst: true },
  )
}

function assertClear(ids: readonly number[], options: Options): void {
  const { allMatching = false, dryRun = false } = options
  const filters = FILTERS.filter((name) => options[name] !== undefined)
  const fault = (says: string): never => {
    throw new CommandFault(EXIT.usage, says)
  }
  if (ids.length > 0 && (filters.length > 0 || allMatching))
    fault('give either numbers or a filter, not both')
  if (ids.length > 0 && dryRun) fault('--dry-run counts the matches of a filter: leave the numbers out')
  if (ids.length > 0) return
  if (filters.length === 0) fault('no deliveries given: give their numbers, or a filter with --all-matching')
  if (!allMatching && !dryRun)
    fault('a filter acts on every match: add --all-matching to confirm, or --dry-run to count them')
}

async function onMatching(
  { client, ...remote }: Remote,
  options: Options,
  { many, words }: DeliveryAction,
): Promise<void> {
  const { project, dryRun = false, yes = false } = options
  const filter = await deliveryFilter(client, options)
  const call: ScopedCall = many
  await actOnMany<number>(
    remote,
    async (isDryRun, cursor) => {
      const body = { filter, dry_run: isDryRun, ...(cursor !== null && { cursor }) }
      const { matched, done, left, next } = await client.ask(inScope(call as typeof many, project ?? null), {
        body,
      })
      return { matched, done, left, next: next ?? null }
    },
    words,
    { dryRun, yes },
  )
}

/** Goes on with the others where the server refuses one, and ends where it does not answer. */
async function onNumbers(
  remote: Remote,
  ids: ReadonlySet<number>,
  { one, words }: DeliveryAction,
): Promise<void> {
  const { output, signal } = remote
  let done = 0
  const all = words.counted(ids.size)
  const soFar = (): string => words.isDone(`${String(done)} of ${all}`)
  for (const id of ids) {
    if (signal.aborted) throw new CommandFault(EXIT.interrupted, soFar())
    try {
      const { result, says } = await one(remote, id)
      done += 1
      output.one(
        result,
        () => String(id),
        () => says,
      )
    } catch (error) {
      const code = exitCodeOf(error)
      const isOfThisOne = code === EXIT.missing || code === EXIT.refused || code === EXIT.conflict
      if (!isOfThisOne || ids.size === 1)
        throw ids.size === 1 ? error : new CommandFault(code, `${messageOf(error)}; ${soFar()}`)
      process.exitCode = code
      console.error(`bellbuoy: ${plainText(messageOf(error))}`)
    }
  }
}
