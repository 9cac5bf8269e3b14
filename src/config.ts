import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { messageOf } from './domain/errors.ts'
import type { MailDefaults } from './domain/target/mail-server.ts'
import type { OidcSettings } from './domain/people/oidc.ts'
import type { RetryRule } from './domain/delivery/retry-rule.ts'
import { oidcMistakes, oidcOf } from './config/oidc-settings.ts'
import { mailDefaultsOf } from './config/smtp-settings.ts'
import { SETTINGS, type SettingName, type SettingValues } from './config/settings-table.ts'

export interface Config {
  readonly host: string
  readonly port: number
  /** Networks whose `X-Forwarded-…` headers count. */
  readonly trustedProxies: readonly string[]
  readonly databaseUrl: string
  readonly externalUrl: string | null
  readonly adminPassword: string | null
  readonly sourceToken: string | null
  readonly secretKey: string | null
  readonly notificationEnable: boolean
  readonly retryRule: RetryRule
  readonly timeoutMs: number
  readonly maxAgeMs: number
  readonly targetAllow: readonly string[]
  readonly targetDeny: readonly string[]
  readonly smtp: MailDefaults
  readonly defaultPayloadFormat: string
  readonly sessionLimits: { readonly idleMs: number; readonly maxAgeMs: number }
  /** Null when people log in with passwords only; otherwise there is an `externalUrl`. */
  readonly oidc: OidcSettings | null
  readonly authHeaderReadable: boolean
  readonly createProjects: boolean
  readonly ignoredUserAgents: readonly string[]
  readonly pullWindowMs: number
  /** The registry of the source `default`. */
  readonly registry: {
    /** Null when it is not to be asked. */
    readonly url: string | null
    readonly username: string | null
    readonly password: string | null
    /** A file. */
    readonly ca: string | null
    readonly skipCertVerify: boolean
  }
  readonly quotaWarningPercent: number
  readonly holding: { readonly settleMs: number; readonly enrichTimeoutMs: number }
  /** Without a URL there is no chart repository. */
  readonly chartMuseum: { readonly url: string | null; readonly authorization: string | null }
  readonly logLevel: string
}

/** Every mistake in the settings at once. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.name = 'ConfigError'
    this.mistakes = mistakes
  }
}

const PREFIX = 'BELLBUOY_'

/**
 * Reads the settings: environment variables `BELLBUOY_…` before the file before the defaults.
 *
 * @param file a YAML file, by default `bellbuoy.yml` in the working folder if there is one
 * @throws ConfigError naming every mistake
 */
export function readConfig({
  file,
  environment = process.env,
}: { file?: string; environment?: NodeJS.ProcessEnv } = {}): Config {
  const mistakes: string[] = []
  const fromFile = readSettingsFile(file, mistakes)
  const fromEnvironment = readEnvironment(environment, mistakes)
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const given = fromEnvironment.get(name) ?? fromFile.get(name)
    if (given === undefined) {
      values[name] = setting.default
      continue
    }
    const read = setting.read(given.value)
    if ('value' in read) values[name] = read.value
    else
      mistakes.push(
        `${given.where}: ${read.mistake}${setting.isSecret ? '' : `, but it is ${JSON.stringify(given.value)}`}`,
      )
  }
  mistakes.push(...oidcMistakes(new Set([...fromFile.keys(), ...fromEnvironment.keys()]), values))
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return configOf(values as SettingValues)
}

interface Given {
  readonly value: unknown
  /** How the user finds it. */
  readonly where: string
}

function readEnvironment(environment: NodeJS.ProcessEnv, mistakes: string[]): Map<string, Given> {
  const given = new Map<string, Given>()
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || value === undefined) continue
    const name = variable.slice(PREFIX.length)
    if (Object.hasOwn(SETTINGS, name)) given.set(name, { value, where: variable })
    else mistakes.push(`${variable}: there is no setting of this name`)
  }
  return given
}

function readSettingsFile(file: string | undefined, mistakes: string[]): Map<string, Given> {
  const path = file ?? 'bellbuoy.yml'
  if (file === undefined && !existsSync(path)) return new Map()
  try {
    const content: unknown = parse(readFileSync(path, 'utf8'))
    return settingsIn(content ?? {}, path, mistakes)
  } catch (error) {
    mistakes.push(`${path}: ${messageOf(error)}`)
    return new Map()
  }
}

function settingsIn(content: unknown, path: string, mistakes: string[]): Map<string, Given> {
  const given = new Map<string, Given>()
  const names = new Map(Object.entries(SETTINGS).map(([name, { key }]) => [key, name]))
  const visit = (value: unknown, prefix: string): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      mistakes.push(`${path}: ${prefix === '' ? 'the file' : prefix} must be a group of settings`)
      return
    }
    for (const [key, entry] of Object.entries(value)) {
      const full = prefix === '' ? key : `${prefix}.${key}`
      const name = names.get(full)
      if (name !== undefined) given.set(name, { value: entry, where: `${path}: ${full}` })
      else if ([...names.keys()].some((known) => known.startsWith(`${full}.`))) visit(entry, full)
      else mistakes.push(`${path}: there is no setting ${full}`)
    }
  }
  visit(content, '')
  return given
}

/** The file of the SQLite database. */
export function databasePath({ databaseUrl }: Pick<Config, 'databaseUrl'>): string {
  return databaseUrl.slice('sqlite:'.length)
}

function configOf(values: SettingValues): Config {
  const value = <Name extends SettingName>(name: Name): SettingValues[Name] => values[name]
  return Object.freeze({
    host: value('HOST'),
    port: value('PORT'),
    trustedProxies: value('TRUSTED_PROXIES'),
    databaseUrl: value('DATABASE_URL'),
    externalUrl: value('EXTERNAL_URL'),
    adminPassword: value('ADMIN_PASSWORD'),
    sourceToken: value('SOURCE_TOKEN'),
    secretKey: value('SECRET_KEY'),
    notificationEnable: value('NOTIFICATION_ENABLE'),
    retryRule: Object.freeze({
      maxRetry: value('WEBHOOK_MAX_RETRY'),
      initialWaitMs: value('WEBHOOK_INITIAL_WAIT_MS'),
      maxWaitMs: value('WEBHOOK_MAX_WAIT_MS'),
      factor: value('WEBHOOK_FACTOR'),
      randomization: value('WEBHOOK_RANDOMIZATION'),
    }),
    timeoutMs: value('WEBHOOK_TIMEOUT_MS'),
    maxAgeMs: value('WEBHOOK_MAX_AGE_MS'),
    targetAllow: value('TARGET_ALLOW'),
    targetDeny: value('TARGET_DENY'),
    smtp: mailDefaultsOf(values),
    defaultPayloadFormat: value('DEFAULT_PAYLOAD_FORMAT'),
    sessionLimits: Object.freeze({
      idleMs: value('SESSION_IDLE_MS'),
      maxAgeMs: value('SESSION_MAX_AGE_MS'),
    }),
    oidc: oidcOf(values),
    authHeaderReadable: value('AUTH_HEADER_READABLE'),
    createProjects: value('CREATE_PROJECTS'),
    ignoredUserAgents: value('IGNORED_USER_AGENTS'),
    pullWindowMs: value('PULL_WINDOW_MS'),
    registry: Object.freeze({
      url: value('REGISTRY_URL'),
      username: value('REGISTRY_USERNAME'),
      password: value('REGISTRY_PASSWORD'),
      ca: value('REGISTRY_CA'),
      skipCertVerify: value('REGISTRY_SKIP_CERT_VERIFY'),
    }),
    quotaWarningPercent: value('QUOTA_WARNING_PERCENT'),
    holding: Object.freeze({
      settleMs: value('SETTLE_MS'),
      enrichTimeoutMs: value('ENRICH_TIMEOUT_MS'),
    }),
    chartMuseum: Object.freeze({
      url: value('CHARTMUSEUM_URL'),
      authorization: value('CHARTMUSEUM_AUTHORIZATION'),
    }),
    logLevel: value('LOG_LEVEL'),
  })
}
