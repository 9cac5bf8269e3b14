import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { messageOf } from '../../domain/errors.ts'
import { type Sender, createSender } from '../webhook/sender.ts'
import { type Environment, readSecret } from './calls/read-secret.ts'
import { type LocatedMistake, mistakeText } from './file/mistake.ts'
import { readRules } from './file/read-rules.ts'
import type { ListenerSettings, RulesFile, SigningSource } from './file/rules-file.ts'
import type { SecretSource } from './rule.ts'

/** A rules file with the secrets that it names. */
export interface LoadedRules extends RulesFile {
  /** By what the file wants senders to be known. */
  readonly sender: Sender
  /** The files that this was read from: the rules, and secrets. Absolute paths. */
  readonly files: readonly string[]
}

/** Loaded rules, or what is wrong, one line of text each. */
export type LoadedRulesEnd = { readonly loaded: LoadedRules } | { readonly mistakes: readonly string[] }

export interface RulesPlace {
  readonly path: string
  /** The listener's own, for secrets in variables. */
  readonly environment: Environment
}

/** Reads a rules file, and the secrets that it names. Those of calls are only tried: each call reads them anew. */
export async function loadRules({ path, environment }: RulesPlace): Promise<LoadedRulesEnd> {
  const file = resolve(path)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    return { mistakes: [`${path} cannot be read: ${messageOf(error)}`] }
  }
  const reading = readRules(text, dirname(file))
  if ('mistakes' in reading) return { mistakes: inWords(path, reading.mistakes) }
  return withSecrets(reading.file, { path, environment })
}

async function withSecrets(file: RulesFile, place: RulesPlace): Promise<LoadedRulesEnd> {
  const mistakes: string[] = []
  const read = async (source: SigningSource): Promise<string> => {
    if (source.kind === 'public key') return source.key
    const reading = await readSecret(source, place.environment)
    if ('secret' in reading) return reading.secret
    mistakes.push(`${place.path}: ${reading.fault}`)
    return ''
  }
  const { authorizations, signingSecrets } = await secretsOf(file.settings, read)
  await Promise.all(secretsOfCalls(file).map(read))
  if (mistakes.length > 0) return { mistakes: [...new Set(mistakes)].sort() }
  const { signingToleranceMs: toleranceMs } = file.settings
  const sender = createSender({
    authorizations,
    signingSecrets,
    ...(toleranceMs !== undefined && { toleranceMs }),
  })
  if ('fault' in sender) {
    return { mistakes: [`${place.path}: the signing secret number ${sender.index + 1}: ${sender.fault}`] }
  }
  return { loaded: { ...file, sender, files: filesOf(file, place.path) } }
}

async function secretsOf(
  { authorizations, signingSecrets }: ListenerSettings,
  read: (source: SigningSource) => Promise<string>,
): Promise<{ readonly authorizations: readonly string[]; readonly signingSecrets: readonly string[] }> {
  return {
    authorizations: await Promise.all(authorizations.map(read)),
    signingSecrets: await Promise.all(signingSecrets.map(read)),
  }
}

function secretsOfCalls({ rules }: RulesFile): readonly SecretSource[] {
  return rules.flatMap(({ action }) => {
    if (action.kind !== 'call') return []
    const { secretHeaders = {}, secretQuery = {} } = action
    return [...Object.values(secretHeaders), ...Object.values(secretQuery)].map(({ source }) => source)
  })
}

/** Secrets of calls are no part of them, since every call reads its own. */
function filesOf(
  { settings: { authorizations, signingSecrets } }: RulesFile,
  path: string,
): readonly string[] {
  const sources = [...authorizations, ...signingSecrets]
  const secrets = sources.flatMap((source) => (source.kind === 'file' ? [source.path] : []))
  return [...new Set([resolve(path), ...secrets])]
}

function inWords(path: string, mistakes: readonly LocatedMistake[]): readonly string[] {
  return mistakes.map((mistake) => mistakeText(path, mistake))
}
