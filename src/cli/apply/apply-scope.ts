import { isOutdated } from '../../client/api-failure.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { leavesOf, textOf } from './bodies.ts'
import { Overtaken, type Progress, changeKey, makeChange } from './make-change.ts'
import { nounNamed } from './nouns.ts'
import {
  type Change,
  type Plan,
  type PlanOptions,
  type ScopeState,
  planOf,
  readScope,
  wasOvertaken,
} from './plan.ts'
import { madeKey } from './made-key.ts'
import { forget, noteCreations, settleRecord } from './remember.ts'
import type { Body, Place, SecretSource } from './thing.ts'
import { undone } from './undo.ts'
import type { WantedScope } from './wanted.ts'

export interface ScopeRun {
  readonly place: Place
  readonly wanted: WantedScope
  /** As it was when the diff was shown. */
  readonly first: ScopeState
  readonly options: PlanOptions
  readonly secrets: SecretSource
  readonly signal: AbortSignal
}

/** How often a scope is read anew since others changed it meanwhile. */
const ROUNDS = 10

/**
 * Brings a scope to what its files say: all of it, or nothing. What is pruned goes last, when nothing else can fail.
 *
 * @throws CommandFault that says why not, and what became of the changes that were made before
 */
export async function applyScope(run: ScopeRun): Promise<void> {
  const progress: Progress = { undos: [], made: new Set(), known: new Map(), sent: [] }
  learn(progress.known, run.first.things)
  try {
    await settle(run, progress)
    await settleRecord(run, progress.made)
  } catch (error) {
    const fault = await undone(run.place, progress.undos, error, progress.sent)
    // What could not be undone stays in the record. Where the record cannot be written now, the next apply does it.
    await settleRecord(run, new Set()).catch(() => undefined)
    throw fault
  }
  if (run.options.prunes) await prune(run)
}

/** Makes creations and updates, in as many rounds as others make necessary. */
async function settle(run: ScopeRun, progress: Progress): Promise<void> {
  const failed = new Set<string>()
  const resent = new Set<string>()
  let isThere = run.first.exists
  for (let round = 1; round <= ROUNDS; round++) {
    const { state, plan } = await planNow(run)
    if (!isThere && state.exists) {
      learn(progress.known, progress.made.size > 0 ? state.things : newProject(run.place.scope ?? ''))
      isThere = true
    }
    const todo = plan.changes.filter(
      (change) =>
        change.action !== 'remove' && !(change.fields.length === 0 && resent.has(changeKey(change))),
    )
    if (todo.length === 0) return
    todo.forEach((change) => assertNoConflict(change, progress))
    await beforeChanges(run, state, todo)
    for (const change of todo) {
      if (run.signal.aborted) throw new CommandFault(EXIT.interrupted, 'interrupted')
      const isMade = await tried(change, run, progress, failed)
      if (!isMade) break
      resent.add(changeKey(change))
      // Who creates a project becomes its member, so everything else in it is planned anew.
      if (change.noun === 'project' && change.action === 'create') break
    }
  }
  throw new CommandFault(EXIT.conflict, 'others keep changing the same objects: run apply again later')
}

/** @throws CommandFault after Ctrl+C */
async function beforeChanges(run: ScopeRun, { exists }: ScopeState, todo: readonly Change[]): Promise<void> {
  if (run.signal.aborted) throw new CommandFault(EXIT.interrupted, 'interrupted')
  if (exists) await noteCreations(run, todo)
}

/** False: the thing was not as the plan saw it. A refusal that comes again although nothing has changed is one. */
async function tried(
  change: Change,
  run: ScopeRun,
  progress: Progress,
  failed: Set<string>,
): Promise<boolean> {
  try {
    const { secrets, options } = run
    await makeChange(change, run.place, { secrets, sendsAll: options.sendsAll, set: options.set }, progress)
    return true
  } catch (error) {
    if (error instanceof Overtaken || isOutdated(error)) return false
    if (!wasOvertaken(error) || failed.has(changeKey(change))) throw error
    failed.add(changeKey(change))
    return false
  }
}

async function planNow({
  wanted,
  place,
  options,
}: ScopeRun): Promise<{ readonly state: ScopeState; readonly plan: Plan }> {
  const state = await readScope(place, wanted, options.set)
  return { state, plan: planOf(wanted, state, place, options) }
}

/** What a project that someone else has just created says where they said nothing. */
function newProject(name: string): ScopeState['things'] {
  return new Map([
    ['project', [{ id: '', name, body: { public: false, scanner: '' } }]],
    ['quota', [{ id: '', name, body: { storage_limit: -1 } }]],
  ])
}

function learn(known: Progress['known'], things: ScopeState['things']): void {
  for (const [noun, found] of things)
    for (const { name, body } of found) known.set(changeKey({ noun, name }), body)
}

/** @throws CommandFault when someone else has changed meanwhile what this change is about, to something else */
function assertNoConflict(change: Change, { known }: Progress): void {
  const how = interference(change, known.get(changeKey(change)) ?? null)
  if (how === null) return
  throw new CommandFault(
    EXIT.conflict,
    `conflict: since apply started, someone else has ${how} (${change.noun} ${change.name}); decide which version is right, and run apply again`,
  )
}

/** What others have done to a thing since it was `before`; null: nothing that matters for this change. */
function interference({ found, fields }: Change, before: Body | null): string | null {
  if (found === null) return before === null ? null : 'removed it'
  if (before === null) return fields.length === 0 ? null : 'added one with different contents'
  const there = leavesOf(before)
  const field = fields.find((one) => textOf(there.get(one.path)) !== textOf(one.before))
  return field === undefined
    ? null
    : `set ${field.path} to ${textOf(field.before)}, and the files set it to ${textOf(field.after)}`
}

/** Removes what former applies made and no file names any more. What is removed does not come back. */
async function prune(run: ScopeRun): Promise<void> {
  const removals = (await planNow(run)).plan.changes.filter(({ action }) => action === 'remove')
  const gone = new Set<string>()
  try {
    for (const change of removals) {
      if (run.signal.aborted) throw new CommandFault(EXIT.interrupted, 'interrupted')
      await removeOne(change, run)
      gone.add(madeKey(change.noun, change.found?.id ?? ''))
    }
  } finally {
    await forget(run, gone)
  }
}

async function removeOne({ noun: name, found }: Change, { place, first }: ScopeRun): Promise<void> {
  const noun = nounNamed(name)
  const version = found === null ? null : await noun.read(place, found.id)
  if (version === null) return
  const shown = first.things.get(name)?.find(({ id }) => id === version.id)
  if (shown === undefined || textOf(shown.body) !== textOf(version.body))
    throw new CommandFault(
      EXIT.conflict,
      `apply did not prune the ${name} ${version.name}, because someone else has just changed it; run apply again`,
    )
  await noun.remove?.(place, version)
}
