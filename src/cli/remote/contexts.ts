import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { messageOf } from '../../domain/errors.ts'
import { CommandFault, EXIT } from './exit-codes.ts'

/** One log-in: a server, and the token that stands for a user there. */
export interface Context {
  readonly url: string
  readonly user: string
  readonly token: string
  /** The token's number, by which a log-out revokes it. */
  readonly tokenId: number
  /** A file with certificates that the server's may be signed by. */
  readonly caFile?: string
  /** The server's certificate is not checked. */
  readonly insecure?: boolean
}

/** The log-ins of a person on this machine, by their names. */
export interface Contexts {
  /** The one that counts where none is named. */
  readonly current: string | null
  readonly contexts: Readonly<Record<string, Context>>
}

const NONE: Contexts = { current: null, contexts: {} }

/** Where log-ins are kept: `$XDG_CONFIG_HOME/bellbuoy/contexts.json`. */
export function contextsFile(environment: NodeJS.ProcessEnv): string {
  const given = environment['XDG_CONFIG_HOME'] ?? ''
  return join(given === '' ? join(homedir(), '.config') : given, 'bellbuoy', 'contexts.json')
}

/** @throws CommandFault when the file cannot be read, is none of ours, or others may read it */
export function readContexts(file: string): Contexts {
  let text
  try {
    if ((statSync(file).mode & 0o077) !== 0)
      throw new CommandFault(
        EXIT.refused,
        `${file} contains tokens, and other users can read it: run chmod 600 ${file}`,
      )
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NONE
    if (error instanceof CommandFault) throw error
    throw new CommandFault(EXIT.refused, `cannot read ${file}: ${messageOf(error)}`)
  }
  const kept = parsed(text)
  if (!isContexts(kept))
    throw new CommandFault(EXIT.refused, `${file} is damaged: delete it, and log in again`)
  return kept
}

/** The log-in with this name. @throws CommandFault when there is none */
export function findContext({ contexts }: Pick<Contexts, 'contexts'>, name: string): Context {
  const found = Object.hasOwn(contexts, name) ? contexts[name] : undefined
  if (found !== undefined) return found
  const known = Object.keys(contexts)
  const there = known.length === 0 ? 'there are none yet' : `the log-ins are ${known.join(', ')}`
  throw new CommandFault(EXIT.missing, `there is no log-in ${JSON.stringify(name)}: ${there}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isContexts(kept: unknown): kept is Contexts {
  const { current, contexts } = (kept ?? {}) as Partial<Contexts>
  if (typeof contexts !== 'object') return false
  if (current !== null && (typeof current !== 'string' || contexts[current] === undefined)) return false
  return Object.values(contexts).every(
    ({ url, user, token }: Partial<Context>) =>
      URL.canParse(String(url)) && typeof user === 'string' && typeof token === 'string',
  )
}

/** Replaces the file as a whole; nobody else can read it at any moment. */
export function writeContexts(file: string, contexts: Contexts): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const next = `${file}.${String(process.pid)}`
    writeFileSync(next, `${JSON.stringify(contexts, null, 2)}\n`, { mode: 0o600 })
    chmodSync(next, 0o600)
    renameSync(next, file)
  } catch (error) {
    throw new CommandFault(EXIT.refused, `cannot write ${file}: ${messageOf(error)}`)
  }
}
