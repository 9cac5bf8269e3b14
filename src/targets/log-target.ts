import Type from 'typebox'
import type { Clock } from '../domain/clock.ts'
import type { Failure, Outcome } from '../domain/delivery/attempt.ts'
import type { TargetKind } from '../domain/delivery/target-kind.ts'
import type { TargetOptions } from '../domain/options.ts'
import type { LineFault, LineOutput } from './log/line-output.ts'
import { oneLine } from './log/one-line.ts'
import { HttpOptionsSchema } from './http/http-options.ts'
import { rateLimitFault, rateLimitOf } from './options/rate-limit.ts'

export interface LogTargetParts {
  readonly clock: Clock
  /** How long a line may wait for standard output, of targets that say nothing of it. */
  readonly timeoutMs: number
  /** Whether the operator lets targets write to it. */
  readonly logTargets: boolean
  /** Standard output. */
  readonly output: LineOutput
}

const ADDRESS = 'stdout'
const OFF =
  'log targets are off: only the operator of this server can let targets write to its standard output, with the setting LOG_TARGETS'

const { timeout_seconds, template, rate_limit } = HttpOptionsSchema.properties

/** Writes each event as a line on the standard output of the process that delivers it. */
export function createLogTarget({ clock, timeoutMs, logTargets, output }: LogTargetParts): TargetKind {
  return {
    type: 'log',
    ownFormat: null,
    isOffered: logTargets,
    optionsSchema: Type.Object({ timeout_seconds, template, rate_limit }, { additionalProperties: false }),
    readOptions(options) {
      const fault = rateLimitFault(options)
      return fault === null ? { options } : { fault }
    },
    secretsTravelTo: () => ({}),
    readAddress(address) {
      if (!logTargets) return { fault: OFF }
      return ['', ADDRESS].includes(address.trim())
        ? { address: ADDRESS, authHeader: null }
        : { fault: `the address of a log target is ${ADDRESS}` }
    },
    paceOf: ({ options }) => ({ limit: rateLimitOf(options, null), gatherMs: 0 }),
    async send({ payload }, { options }): Promise<Outcome> {
      const startedAtMs = clock.now()
      if (!logTargets) return { ...NOTHING, startedAtMs, failure: failure('invalid_address', OFF, true) }
      const began = performance.now()
      const waitMs = waitOf(options, timeoutMs)
      const fault = await output.write(oneLine(payload), waitMs)
      return {
        startedAtMs,
        durationMs: Math.round(performance.now() - began),
        request: { line: 'write to standard output', headers: {} },
        response: null,
        failure: fault === null ? null : failureOf(fault, waitMs),
      }
    },
    [Symbol.asyncDispose]: () => output[Symbol.asyncDispose](),
  }
}

const NOTHING = { durationMs: 0, request: null, response: null } as const

function waitOf({ timeout_seconds: seconds }: TargetOptions, otherwiseMs: number): number {
  return typeof seconds === 'number' ? seconds * 1000 : otherwiseMs
}

function failureOf({ code, isLate }: LineFault, waitMs: number): Failure {
  if (isLate) return failure('timeout', `standard output has not taken the line within ${waitMs} ms`)
  if (code === 'EPIPE') return failure('closed', 'nobody reads standard output any more (EPIPE)')
  return failure('internal', `standard output does not take the line: ${code}`)
}

function failure(code: Failure['code'], text: string, permanent = false): Failure {
  return { code, text, permanent, retryAfterMs: null }
}
