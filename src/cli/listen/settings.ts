import { ConfigError } from '../../config.ts'
import { messageOf } from '../../domain/errors.ts'
import type { ListenerLimits } from '../../listen/listener.ts'
import type { ListenerSettings as FileSettings } from '../../listen/rules/file/rules-file.ts'
import { isLoopbackHost } from '../../net/loopback-host.ts'
import type { CertificateFiles } from '../../net/served-certificate.ts'
import { DATA_FOLDER, type ListenOptions } from './options.ts'
import { bytes, duration, linesOf, programOf, wholeNumber } from './option-values.ts'

/** What the command line and the environment say; null for what they leave to the rules file. */
export interface ListenSettings {
  readonly host: string
  readonly port: number
  /** Null: it speaks HTTP. */
  readonly tls: CertificateFiles | null
  readonly path: string | null
  readonly data: string
  /** Program and arguments for every webhook; null with a rules file. */
  readonly exec: readonly [string, ...string[]] | null
  readonly rulesFile: string | null
  readonly authorizations: readonly string[]
  readonly signingSecrets: readonly string[]
  readonly concurrency: number | null
  readonly maxBodyBytes: number | null
  readonly repeatWindowMs: number | null
  readonly keepMs: number | null
  readonly keepRuns: number
  readonly timeLimitMs: number
  readonly maxRetry: number
  readonly answerWithinMs: number
  readonly stopWaitMs: number
  readonly logLevel: string
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/**
 * Reads the options, and the files that they name.
 *
 * @param args of the program of `--exec`
 * @throws ConfigError with all mistakes; each says what to do
 */
export function readListenSettings(options: ListenOptions, args: readonly string[]): ListenSettings {
  const mistakes = whatToRun(options, args)
  const read = <Value>(flag: string, reading: () => Value): Value | null => {
    try {
      return reading()
    } catch (error) {
      mistakes.push(`--${flag}: ${messageOf(error)}`)
      return null
    }
  }
  const given = <Value>(flag: string, text: string | undefined, reading: (text: string) => Value) =>
    text === undefined ? null : read(flag, () => reading(text))
  const settings = {
    ...placesOf(options),
    port: given('port', options.port, (text) => wholeNumber(text, 0, 65_535)) ?? 8090,
    tls: read('tls-cert-file, --tls-key-file', () => tlsOf(options)),
    path: given('path', options.path, pathOf),
    exec: given('exec', options.exec, (program) => programOf(program, args)),
    authorizations: authorizationsOf(options, given),
    signingSecrets: given('signing-secret-file', options.signingSecretFile, linesOf) ?? [],
    concurrency: given('concurrency', options.concurrency, (text) => wholeNumber(text, 1, 10_000)),
    maxBodyBytes: given('max-body', options.maxBody, bytes),
    repeatWindowMs: given('repeat-window', options.repeatWindow, duration),
    keepMs: given('keep', options.keep, duration),
    keepRuns: given('keep-runs', options.keepRuns, (text) => wholeNumber(text, 1, 1_000_000_000)) ?? 100_000,
    timeLimitMs: given('time-limit', options.timeLimit, duration) ?? 600_000,
    maxRetry: given('retries', options.retries, (text) => wholeNumber(text, 0, 100)) ?? 5,
    answerWithinMs: given('answer-within', options.answerWithin, duration) ?? 8000,
    stopWaitMs: given('stop-wait', options.stopWait, duration) ?? 30_000,
    logLevel: given('log-level', options.logLevel, levelOf) ?? 'info',
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return settings
}

/** The limits in force: the command line goes before the rules file, and that before the defaults. */
export function listenerLimits(given: ListenSettings, file: Partial<FileSettings>): ListenerLimits {
  return {
    concurrency: given.concurrency ?? file.concurrency ?? 16,
    maxBodyBytes: given.maxBodyBytes ?? file.maxBodyBytes ?? 8 * 1024 ** 2,
    repeatWindowMs: given.repeatWindowMs ?? file.repeatWindowMs ?? 2000,
    keepMs: given.keepMs ?? file.keepMs ?? 30 * 86_400_000,
  }
}

/**
 * Without a secret anyone who can reach the listener starts its runs.
 *
 * @returns what is wrong; null when the address may be used
 */
export function addressMistake(host: string, isSenderKnown: boolean): string | null {
  if (isSenderKnown || isLoopbackHost(host)) return null
  return `--host ${host}: other machines can reach this address and start runs; add --authorization-file or --signing-secret-file`
}

function whatToRun({ exec, rules }: ListenOptions, args: readonly string[]): string[] {
  if (exec !== undefined && rules !== undefined) return ['--exec and --rules: give only one of them']
  if (exec === undefined && rules === undefined)
    return ['nothing to run: give --exec FILE for a single program, or --rules FILE for rules']
  if (rules !== undefined && args.length > 0) return [`only --exec takes arguments: ${args.join(' ')}`]
  return []
}

function placesOf({
  host = '127.0.0.1',
  data = DATA_FOLDER,
  rules,
}: ListenOptions): Pick<ListenSettings, 'host' | 'data' | 'rulesFile'> {
  return { host, data, rulesFile: rules ?? null }
}

type Given = <Value>(flag: string, text: string | undefined, reading: (text: string) => Value) => Value | null

function authorizationsOf(
  { authorization, authorizationFile }: ListenOptions,
  given: Given,
): readonly string[] {
  const own = given('authorization', authorization, (value) => {
    if (value.trim() === '') throw new Error('it is empty')
    return [value]
  })
  return [...(own ?? []), ...(given('authorization-file', authorizationFile, linesOf) ?? [])]
}

function tlsOf({ tlsCertFile: certFile, tlsKeyFile: keyFile }: ListenOptions): CertificateFiles | null {
  if (certFile === undefined && keyFile === undefined) return null
  if (certFile === undefined || keyFile === undefined) throw new Error('give both files or neither')
  return { certFile, keyFile }
}

function pathOf(path: string): string {
  if (!path.startsWith('/')) throw new Error(`${path} does not begin with /`)
  return path
}

function levelOf(level: string): string {
  if (!LEVELS.includes(level)) throw new Error(`${level} is not one of ${LEVELS.join(', ')}`)
  return level
}
