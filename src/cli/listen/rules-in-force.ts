import type { ListenLog } from '../../listen/listen-log.ts'
import { type Environment, readSecret } from '../../listen/rules/calls/read-secret.ts'
import type { ListenerSettings as FileSettings } from '../../listen/rules/file/rules-file.ts'
import type { LoadedRules, LoadedRulesEnd } from '../../listen/rules/load-rules.ts'
import { execRule, plainCommand } from '../../listen/rules/rule-defaults.ts'
import type { Rule } from '../../listen/rules/rule.ts'
import { watchRules } from '../../listen/rules/watch-rules.ts'
import { type Sender, createSender } from '../../listen/webhook/sender.ts'
import { ConfigError } from '../../config.ts'
import { type ListenSettings, listenerLimits } from './settings.ts'

/** What the listener goes by now; a rules file that changes is read again. */
export interface RulesInForce extends Disposable {
  readonly rules: () => readonly Rule[]
  readonly sender: () => Sender
  /** Values that no output may show. */
  readonly secrets: () => readonly string[]
  /** Settings of the rules file, which the command line goes before. */
  readonly fileSettings: () => Partial<FileSettings>
  readonly reload: () => void
}

export interface InForceParts {
  readonly settings: ListenSettings
  readonly environment: Environment
  readonly log: ListenLog
}

/**
 * Reads the rules and secrets of the command line and of the rules file.
 *
 * @throws ConfigError with everything that is wrong
 */
export async function rulesInForce(parts: InForceParts): Promise<RulesInForce> {
  const own = ownSender(parts.settings)
  const { rulesFile } = parts.settings
  return rulesFile === null ? ofCommandLine(parts.settings, own) : ofFile({ ...parts, own, path: rulesFile })
}

function ownSender({ authorizations, signingSecrets }: ListenSettings): Sender {
  const sender = createSender({ authorizations, signingSecrets })
  if ('fault' in sender) throw new ConfigError([`--signing-secret-file: ${sender.fault}`])
  return sender
}

function ofCommandLine(settings: ListenSettings, sender: Sender): RulesInForce {
  const { exec } = settings
  const rules = exec === null ? [] : [execRuleOf(exec, settings)]
  return {
    rules: () => rules,
    sender: () => sender,
    secrets: () => secretsOf(settings),
    fileSettings: () => ({}),
    reload: () => undefined,
    [Symbol.dispose]: () => undefined,
  }
}

function execRuleOf(command: readonly [string, ...string[]], settings: ListenSettings): Rule {
  const { timeLimitMs, maxRetry } = settings
  const { concurrency } = listenerLimits(settings, {})
  const rule = execRule(command[0])
  return {
    ...rule,
    action: plainCommand(command),
    timeLimitMs,
    concurrency,
    retry: { ...rule.retry, maxRetry },
  }
}

interface FileParts extends InForceParts {
  readonly own: Sender
  readonly path: string
}

async function ofFile({ settings, environment, log, own, path }: FileParts): Promise<RulesInForce> {
  let fileSecrets: readonly string[] = []
  const onReload = (end: LoadedRulesEnd): void => {
    if ('mistakes' in end) log.rulesUnread({ reason: end.mistakes.join('; ') })
    else {
      log.rulesRead({ rules: end.loaded.rules.map(({ name }) => name) })
      void secretsIn(end.loaded, environment).then((secrets) => (fileSecrets = secrets))
    }
  }
  const watched = await watchRules({ path, environment, onReload })
  if ('mistakes' in watched) throw new ConfigError(watched.mistakes)
  fileSecrets = await secretsIn(watched.current(), environment)
  return {
    rules: () => watched.current().rules,
    sender: () => joined(own, watched.current().sender),
    secrets: () => [...secretsOf(settings), ...fileSecrets],
    fileSettings: () => watched.current().settings,
    reload: () => void watched.reload(),
    [Symbol.dispose]: () => watched[Symbol.dispose](),
  }
}

/** Each value that either of them accepts. */
function joined(own: Sender, ofFile: Sender): Sender {
  return {
    authorizations: [...own.authorizations, ...ofFile.authorizations],
    keys: [...own.keys, ...ofFile.keys],
    toleranceMs: ofFile.toleranceMs,
  }
}

function secretsOf({ authorizations, signingSecrets }: ListenSettings): readonly string[] {
  return [...authorizations, ...signingSecrets]
}

async function secretsIn({ settings }: LoadedRules, environment: Environment): Promise<readonly string[]> {
  const sources = [...settings.authorizations, ...settings.signingSecrets]
  const secret = sources.filter((source) => source.kind !== 'public key')
  const readings = await Promise.all(secret.map((source) => readSecret(source, environment)))
  return readings.flatMap((reading) => ('secret' in reading ? [reading.secret] : []))
}
