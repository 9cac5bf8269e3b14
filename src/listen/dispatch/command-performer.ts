import { messageOf } from '../../domain/errors.ts'
import type { CommandEnd, CommandStart } from '../launch/launch-order.ts'
import type { Launcher } from '../launch/launcher.ts'
import { masked } from '../launch/masked.ts'
import { runEnvironment } from '../launch/run-environment.ts'
import { runUser } from '../launch/run-user.ts'
import type { CommandAction } from '../rules/rule.ts'
import type { RunResult } from '../runs/run.ts'
import type { ClaimedRun } from '../store/operations.ts'
import { type PerformWanted, type Performed, type Performer, failedResult, notStarted } from './perform.ts'

export interface CommandPerformerParts {
  readonly launcher: Launcher
  /** The listener's own environment. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Values that no output may show. */
  readonly secrets: () => readonly string[]
}

/** Carries out runs of commands. */
export function createCommandPerformer(parts: CommandPerformerParts): Performer {
  const { launcher, environment, secrets } = parts
  return {
    async perform(wanted) {
      const { run, rule } = wanted
      if (rule.action.kind !== 'command') return notStarted('its rule has no command')
      try {
        const start = commandStart({ run, action: rule.action, timeLimitMs: rule.timeLimitMs, environment })
        return await carryOut({ ...wanted, start, launcher, secrets: secrets() })
      } catch (error) {
        return notStarted(`it cannot start: ${messageOf(error)}`)
      }
    },
    end: (run, why) => launcher.end(run, why),
  }
}

interface StartParts {
  readonly run: ClaimedRun
  readonly action: CommandAction
  readonly timeLimitMs: number
  readonly environment: CommandPerformerParts['environment']
}

function commandStart({ run, action, timeLimitMs, environment }: StartParts): CommandStart {
  const { uid, gid, home } = runUser(action)
  const command = action.isShell ? (['/bin/sh', '-c', action.command[0]] as const) : action.command
  const about = { id: run.id, attempt: run.attempts + 1, webhookId: run.webhookId, facts: run.facts }
  return {
    command,
    environment: runEnvironment({ action: { ...action, command }, about, own: environment, home }),
    workingFolder: action.workingFolder ?? null,
    uid,
    gid,
    body: run.body,
    timeLimitMs,
  }
}

interface CarriedOut extends PerformWanted {
  readonly start: CommandStart
  readonly launcher: Launcher
  readonly secrets: readonly string[]
}

async function carryOut({ run, start, launcher, secrets, ...wanted }: CarriedOut): Promise<Performed> {
  const end = await launcher.run({ ...wanted, run: run.id, start })
  if (end === 'kept') return { kind: 'kept' }
  if (end === 'lost')
    return { kind: 'cut off', why: 'lost', result: failedResult('the process that starts commands ended') }
  const result = resultOf(end, start.timeLimitMs, secrets)
  return end.endedFor === null ? { kind: 'ended', result } : { kind: 'cut off', why: end.endedFor, result }
}

function resultOf(end: CommandEnd, timeLimitMs: number, secrets: readonly string[]): RunResult {
  const isSuccess = end.exitCode === 0 && !end.isOverTime && end.endedFor === null
  return {
    isSuccess,
    exitCode: end.exitCode,
    signal: end.signal,
    statusCode: null,
    reason: isSuccess ? '' : reasonOf(end, timeLimitMs),
    durationMs: end.durationMs,
    output: masked(end.output, secrets),
  }
}

/** What a shell says with these codes (POSIX, "Exit Status for Commands"). */
const CODES: Readonly<Record<number, string>> = {
  126: 'exit code 126: the command cannot be executed',
  127: 'exit code 127: the command was not found',
}

function reasonOf(
  { fault, isOverTime, endedFor, exitCode, signal }: CommandEnd,
  timeLimitMs: number,
): string {
  if (fault !== null) return `it cannot start: ${fault}`
  if (isOverTime) return `it took longer than its time limit of ${timeLimitMs / 1000} s`
  if (endedFor === 'stop') return 'a person stopped it'
  if (endedFor === 'shutdown') return 'the listener ended'
  if (exitCode !== null) return CODES[exitCode] ?? `exit code ${exitCode}`
  return `signal ${signal ?? 'unknown'} ended it`
}
