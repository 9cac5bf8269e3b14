import { messageOf } from '../../domain/errors.ts'
import { plainJson } from '../plain-text.ts'
import { confirm } from '../remote/confirm.ts'
import { CommandFault, EXIT, exitCodeOf } from '../remote/exit-codes.ts'
import { openClient } from '../remote/open-client.ts'
import type { Output } from '../remote/output.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { type Remote, runRemote } from '../remote/run-remote.ts'
import { type ScopeRun, applyScope } from './apply-scope.ts'
import { kindFaults, readKinds } from './kinds.ts'
import { type PlanOptions, planOf, readScope } from './plan.ts'
import { hasPlans } from './record.ts'
import { type OrphanedProject, orphanedProjects, removeProject } from './prune-projects.ts'
import { readDocuments, refuse } from './documents/read-documents.ts'
import { type SecretReference, secretText } from './documents/secret-reference.ts'
import { type ScopePlan, changeRecord, planSummary, planText, scopeTitle } from './show-plan.ts'
import type { Kinds, Place, SecretSource } from './thing.ts'
import { type WantedScope, type WantedState, wantedState } from './wanted.ts'

export interface ApplyOptions extends RemoteOptions {
  readonly file: string
  readonly dryRun?: boolean
  readonly prune?: boolean
  readonly sendSecrets?: boolean
  readonly yes?: boolean
}

/** Brings a server to what files say, after a diff and a question. */
export async function apply({ file, ...options }: ApplyOptions): Promise<void> {
  await runRemote(options, async (remote) => {
    const state = wantedState(readDocuments(file))
    if (options.prune === true && state.set === null)
      throw new CommandFault(
        EXIT.usage,
        '--prune needs the name of the set: add a document with kind: ApplySet',
      )
    // A change that is under way ends also after Ctrl+C, since nobody would know whether it was made.
    await using own = await openClient(remote.server, new AbortController().signal)
    await applyState({ ...remote, client: own.client }, state, options)
  })
}

interface Scoped {
  readonly run: Omit<ScopeRun, 'secrets'>
  readonly plan: ScopePlan
}

async function applyState(
  remote: Remote,
  state: WantedState,
  { prune = false, sendSecrets = false, dryRun = false, yes = false }: Omit<ApplyOptions, 'file'>,
): Promise<void> {
  const { output, environment } = remote
  const { scoped, orphans, kinds } = await compare(remote, state, { prunes: prune, sendsAll: sendSecrets })
  const gone = orphans.filter(({ goes }) => goes)
  const plans = [...scoped.map(({ plan }) => plan), ...gone.map(({ plan }) => plan)]
  show(plans, output, prune)
  const changes = plans.flatMap((plan) => plan.changes)
  if (dryRun) {
    if (changes.length > 0) process.exitCode = EXIT.found
    return
  }
  const secrets = readSecrets(
    changes.flatMap((change) => change.secrets),
    environment,
  )
  if (changes.length > 0) await confirm(`make these changes (${planSummary(plans)})`, { yes })
  await makeAll(scoped, gone, { secrets, kinds, remote })
  if (changes.length > 0) output.say('Done.')
}

/** Holds the server against the files, scope by scope. */
async function compare(
  { client, signal }: Remote,
  state: WantedState,
  { prunes, sendsAll }: Pick<PlanOptions, 'prunes' | 'sendsAll'>,
): Promise<{ scoped: readonly Scoped[]; orphans: readonly OrphanedProject[]; kinds: Kinds }> {
  const kinds = await readKinds(client, state.system.things.has('source') || prunes)
  refuse(kindFaults(state, kinds))
  const orphans = prunes ? await orphanedProjects(client, state, kinds) : []
  const wanted = [
    ...(state.system.things.size > 0 || prunes ? [state.system] : []),
    ...state.projects,
    ...orphans.filter(({ goes }) => !goes).map(({ name }) => emptyScope(name)),
  ]
  const options = { set: state.set, prunes, sendsAll }
  const scoped: Scoped[] = []
  for (const one of wanted) {
    if (signal.aborted) throw new CommandFault(EXIT.interrupted, 'nothing was changed')
    const place = { client, scope: one.scope, kinds }
    const first = await readScope(place, one, state.set).catch((error: unknown) => {
      throw new CommandFault(
        exitCodeOf(error),
        `${scopeTitle(one.scope)}: ${messageOf(error)}; nothing was changed`,
        { cause: error },
      )
    })
    const plan = planOf(one, first, place, options)
    scoped.push({ run: { place, wanted: one, first, options, signal }, plan: { scope: one.scope, ...plan } })
  }
  return { scoped, orphans, kinds }
}

function emptyScope(scope: string): WantedScope {
  return { scope, things: new Map() }
}

function show(plans: readonly ScopePlan[], output: Output, prunes: boolean): void {
  if (output.form === 'json')
    for (const { scope, changes } of plans)
      for (const change of changes) console.log(plainJson(changeRecord(scope, change)))
  const text = planText(plans)
  output.say(text === '' ? 'Nothing to change.' : `${text}\n${planSummary(plans)}.`)
  const left = prunes ? 0 : plans.flatMap(({ leftOver }) => leftOver).length
  if (left > 0)
    output.say(
      `${String(left)} from earlier runs of this set are in no file any more and stay as they are: --prune removes them.`,
    )
}

/** Every secret that is going to be sent, before anything is changed. @throws CommandFault naming those that are missing */
function readSecrets(references: readonly object[], environment: NodeJS.ProcessEnv): SecretSource {
  const read = references.map((reference) => secretText(reference as SecretReference, environment))
  refuse([...new Set(read.flatMap((one) => ('fault' in one ? [one.fault] : [])))])
  return (reference) => {
    const found = secretText(reference, environment)
    if ('fault' in found) throw new CommandFault(EXIT.refused, found.fault)
    return found.text
  }
}

/** Each scope by itself: a project that fails keeps no other from being brought up to date. */
async function makeAll(
  scoped: readonly Scoped[],
  gone: readonly OrphanedProject[],
  { secrets, kinds, remote }: { secrets: SecretSource; kinds: Kinds; remote: Remote },
): Promise<void> {
  const faults: CommandFault[] = []
  const each = async (act: () => Promise<void>): Promise<void> => {
    if (remote.signal.aborted) return
    try {
      await act()
    } catch (error) {
      if (!(error instanceof CommandFault)) throw error
      faults.push(error)
    }
  }
  for (const { run, plan } of scoped)
    if (plan.changes.length > 0 || hasPlans(run.first.made, run.options.set))
      await each(() => applyScope({ ...run, secrets }))
  for (const orphan of gone) {
    const place: Place = { client: remote.client, scope: orphan.name, kinds }
    await each(() => removeProject(orphan, place))
  }
  if (faults.length === 0 && !remote.signal.aborted) return
  const messages = faults.map((fault) => fault.message)
  if (remote.signal.aborted) messages.unshift('stopped by Ctrl+C; the changes made so far stay')
  throw new CommandFault(faults[0]?.exitCode ?? EXIT.interrupted, messages.join('\n'))
}
