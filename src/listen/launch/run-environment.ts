import type { Facts } from '../webhook/webhook.ts'
import type { CommandAction } from '../rules/rule.ts'
import { argumentRoom } from './argument-room.ts'

/** A fact that is longer is left out: the system takes 128 KiB for one variable, and there are several. */
const MAX_FACT_BYTES = 64 * 1024
const INHERITED = ['PATH', 'HOME', 'LANG'] as const

export interface RunAbout {
  readonly id: number
  /** 1 is the first. */
  readonly attempt: number
  readonly webhookId: string
  readonly facts: Facts
}

export interface EnvironmentParts {
  readonly action: Pick<CommandAction, 'command' | 'inherits' | 'environment'>
  readonly about: RunAbout
  /** The listener's own. */
  readonly own: Readonly<Record<string, string | undefined>>
  /** The home of the user that the rule names; null for the listener's. */
  readonly home: string | null
  /** How many bytes arguments and environment may take. */
  readonly roomBytes?: number
}

/** The whole environment of a command: facts are data in it, and those that it cannot carry are named in `BELLBUOY_LEFT_OUT`. */
export function runEnvironment(parts: EnvironmentParts): Readonly<Record<string, string>> {
  const { action, about, own, home, roomBytes = argumentRoom() } = parts
  const base = {
    ...pick(own, [...INHERITED, ...action.inherits]),
    ...(home !== null && { HOME: home }),
    ...action.environment,
    BELLBUOY_RUN_ID: String(about.id),
    BELLBUOY_ATTEMPT: String(about.attempt),
  }
  const takenBytes = sizeOf(base) + action.command.reduce((sum, text) => sum + bytesOf(text) + 9, 0)
  const { carried, leftOut } = fit(factsOf(about), roomBytes - takenBytes)
  return { ...base, ...carried, BELLBUOY_LEFT_OUT: leftOut.join(' ') }
}

function factsOf({ facts, webhookId }: RunAbout): Readonly<Record<string, string>> {
  return {
    BELLBUOY_EVENT: facts.eventType ?? '',
    BELLBUOY_PROJECT: facts.project,
    BELLBUOY_REPOSITORY: facts.repository,
    BELLBUOY_TAG: facts.tag,
    BELLBUOY_DIGEST: facts.digest,
    BELLBUOY_RESOURCE_URL: facts.resourceUrl,
    BELLBUOY_OPERATOR: facts.operator,
    BELLBUOY_SEVERITY: facts.severity,
    BELLBUOY_WEBHOOK_ID: webhookId,
  }
}

/** Leaves out what the environment cannot carry, and then the longest ones until the others fit. */
function fit(
  facts: Readonly<Record<string, string>>,
  roomBytes: number,
): { readonly carried: Readonly<Record<string, string>>; readonly leftOut: readonly string[] } {
  const leftOut = new Set(Object.keys(facts).filter((name) => !isCarried(facts[name] ?? '')))
  const byLength = Object.keys(facts).sort((a, b) => bytesOf(facts[b] ?? '') - bytesOf(facts[a] ?? ''))
  const carried = (): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, leftOut.has(name) ? '' : value]))
  for (const name of byLength) {
    if (sizeOf(carried()) <= roomBytes) break
    if (facts[name] !== '') leftOut.add(name)
  }
  return { carried: carried(), leftOut: Object.keys(facts).filter((name) => leftOut.has(name)) }
}

/** Neither a NUL nor half a character can be in a variable. */
function isCarried(value: string): boolean {
  return !value.includes('\0') && value.isWellFormed() && bytesOf(value) <= MAX_FACT_BYTES
}

function pick(
  own: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = own[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Each variable takes its name, its value, two more characters, and a pointer. */
function sizeOf(environment: Readonly<Record<string, string>>): number {
  return Object.entries(environment).reduce(
    (sum, [name, value]) => sum + bytesOf(name) + bytesOf(value) + 10,
    0,
  )
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}
