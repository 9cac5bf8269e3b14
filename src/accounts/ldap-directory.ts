import type { ConnectionOptions } from 'node:tls'
import {
  AndFilter,
  Client,
  type Entry,
  EqualityFilter,
  type Filter,
  FilterParser,
  InvalidCredentialsError,
  type SearchOptions,
} from 'ldapts'
import { BellbuoyError, messageOf } from '../domain/errors.ts'
import { FairTurns } from '../domain/fair-turns.ts'
import { type DirectoryPerson, type LdapSettings, plainDn } from '../domain/people/ldap.ts'
import { isUserName } from '../domain/people/user.ts'
import type { Log } from '../log.ts'

/** Log-ins that ask the directory at the same time; each has a connection of its own. */
const AT_A_TIME = 8
const SCOPES = { base: 'base', onelevel: 'one', subtree: 'sub' } as const

export interface LdapDirectory {
  /**
   * The person with this name and password, or null.
   *
   * @throws BellbuoyError `UNAVAILABLE` when the directory gives no answer, or refuses the user that searches
   */
  readonly personOf: (name: string, password: string) => Promise<DirectoryPerson | null>
}

/**
 * Asks an LDAP directory: the user of the settings searches the one entry with a name, which then has to log in itself by the password
 * (RFC 4513, section 5.1). Names and filters are values of the protocol and never become part of a text.
 *
 * @throws Error when the filter of the settings is none
 */
export function createLdapDirectory(settings: LdapSettings, log: Log): LdapDirectory {
  const filters = settings.filter === null ? [] : [filterIn(settings.filter)]
  const turns = new FairTurns<string>(AT_A_TIME, 1)
  const ask = async (name: string, password: string): Promise<DirectoryPerson | null> => {
    const client = clientFor(settings)
    try {
      if (settings.startsTls && settings.url.startsWith('ldap:'))
        await step('StartTLS', () => client.startTLS(tlsOptions(settings)))
      const { searchDn, searchPassword } = settings
      if (searchDn !== null)
        await step('the log-in of LDAP_SEARCH_DN', () => client.bind(searchDn, searchPassword ?? ''))
      const entry = await theOnly(client, settings, { filters, name })
      return entry !== null && (await opens(client, entry.dn, password))
        ? personIn(entry, settings, name)
        : null
    } finally {
      void client.unbind().catch(() => undefined)
    }
  }
  return {
    personOf(name, password) {
      // A directory takes an empty password for no log-in at all, and says yes.
      if (!isUserName(name) || password === '') return Promise.resolve(null)
      return turns.run(name.toLowerCase(), () =>
        ask(name, password).catch((error: unknown) => {
          log.ldapFailed({ url: settings.url, reason: messageOf(error) })
          throw new BellbuoyError(
            'UNAVAILABLE',
            'the LDAP directory does not answer as it should: the log has the reason; local users still log in',
            { cause: error, retryAfterSeconds: 30 },
          )
        }),
      )
    },
  }
}

function filterIn(text: string): Filter {
  try {
    return FilterParser.parseString(text)
  } catch (error) {
    throw new Error(`the setting LDAP_FILTER is no LDAP filter: ${messageOf(error)}`, { cause: error })
  }
}

function clientFor(settings: LdapSettings): Client {
  const { url, timeoutSeconds } = settings
  const timeoutMs = timeoutSeconds * 1000
  const isTls = url.startsWith('ldaps:')
  return new Client({
    url,
    timeout: timeoutMs,
    connectTimeout: timeoutMs,
    ...(isTls && { tlsOptions: tlsOptions(settings) }),
  })
}

function tlsOptions({ url, verifyCertificate }: LdapSettings): ConnectionOptions {
  return { rejectUnauthorized: verifyCertificate, host: new URL(url).hostname.replace(/^\[|\]$/g, '') }
}

/** The entry with a name; null when there is none, or when several have it. */
async function theOnly(
  client: Client,
  { baseDn, scope, uid, timeoutSeconds, membershipAttribute }: LdapSettings,
  { filters, name }: { readonly filters: readonly Filter[]; readonly name: string },
): Promise<Entry | null> {
  const isNamed = new EqualityFilter({ attribute: uid, value: name })
  const asked: SearchOptions = {
    scope: SCOPES[scope],
    filter: new AndFilter({ filters: [...filters, isNamed] }),
    attributes: [uid, 'mail', 'email', 'cn', membershipAttribute],
    timeLimit: timeoutSeconds,
  }
  const { searchEntries } = await step('the search below LDAP_BASE_DN', () => client.search(baseDn, asked))
  const [entry, another] = searchEntries
  return another === undefined ? (entry ?? null) : null
}

/** @throws Error that names the step, since a directory says little more than a number */
async function step<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const kind = error instanceof Error ? error.name : ''
    throw new Error(`${what} failed: ${kind} ${messageOf(error)}`.replaceAll(/ +/g, ' '), { cause: error })
  }
}

async function opens(client: Client, dn: string, password: string): Promise<boolean> {
  try {
    await client.bind(dn, password)
    return true
  } catch (error) {
    if (error instanceof InvalidCredentialsError) return false
    throw error
  }
}

function personIn(
  entry: Entry,
  { uid, membershipAttribute }: LdapSettings,
  typed: string,
): DirectoryPerson | null {
  const names = textsOf(entry, uid)
  const name = names.find((one) => one.toLowerCase() === typed.toLowerCase())
  if (name === undefined || !isUserName(name)) return null
  const [email = ''] = [...textsOf(entry, 'mail'), ...textsOf(entry, 'email')]
  const [realname = ''] = textsOf(entry, 'cn')
  return { name, email, realname, groups: [...new Set(textsOf(entry, membershipAttribute).map(plainDn))] }
}

/** The values of an attribute; a directory may write its name in other letters. */
function textsOf(entry: Entry, attribute: string): readonly string[] {
  const key = Object.keys(entry).find((one) => one.toLowerCase() === attribute.toLowerCase())
  const values = key === undefined ? [] : [entry[key]].flat()
  return values.filter((value) => typeof value === 'string')
}
