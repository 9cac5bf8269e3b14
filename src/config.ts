import type { MailDefaults } from './domain/target/mail-server.ts'
import type { LdapSettings } from './domain/people/ldap.ts'
import type { OidcSettings } from './domain/people/oidc.ts'
import type { RetryRule } from './domain/delivery/retry-rule.ts'
import { settingsInEnvironment, settingsInFile } from './config/given-settings.ts'
import { ldapMistakes, ldapOf } from './config/ldap-settings.ts'
import { oidcMistakes, oidcOf } from './config/oidc-settings.ts'
import { type RetentionConfig, retentionOf } from './config/retention-settings.ts'
import { mailDefaultsOf } from './config/smtp-settings.ts'
import { type TlsSettings, tlsMistakes, tlsOf } from './config/tls-settings.ts'
import type { LoggedTraffic } from './log.ts'
import { tracingOf } from './config/trace-settings.ts'
import { SETTINGS, type SettingName, type SettingValues } from './config/settings-table.ts'

export interface Config {
  readonly host: string
  readonly port: number
  /** Null: the server speaks HTTP. */
  readonly tls: TlsSettings | null
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
  /** Whether targets may write to standard output. */
  readonly logTargets: boolean
  readonly maxAgeMs: number
  /** Attempts under way at a time, if there are descriptors for them. */
  readonly attemptsAtATime: number
  /** 0: no policy is disabled. */
  readonly disableAfterDays: number
  /** How long what is stored is kept, and what counts for limits that are not set. */
  readonly retention: { readonly set: RetentionConfig; readonly defaults: RetentionConfig }
  /** From where on the room of the database is scarce; 0: never. */
  readonly databaseRoom: { readonly freePercent: number; readonly maxGib: number }
  readonly longestStopMs: number
  readonly targetAllow: readonly string[]
  readonly targetDeny: readonly string[]
  readonly smtp: MailDefaults
  readonly defaultPayloadFormat: string
  readonly sessionLimits: { readonly idleMs: number; readonly maxAgeMs: number }
  /** Null when people log in with passwords only; otherwise `externalUrl` is set. */
  readonly oidc: OidcSettings | null
  /** Null when no directory has passwords. */
  readonly ldap: LdapSettings | null
  readonly authHeaderReadable: boolean
  readonly createProjects: boolean
  readonly ignoredUserAgents: readonly string[]
  readonly pullWindowMs: number
  readonly harborWay: boolean
  /** The registry of the source `default`. */
  readonly registry: {
    /** Null when manifests are not read from it. */
    readonly url: string | null
    /** Null when it is not set. */
    readonly host: string | null
    readonly username: string | null
    readonly password: string | null
    /** A file of certificates in PEM. */
    readonly ca: string | null
    readonly skipCertVerify: boolean
  }
  readonly quotaWarningPercent: number
  readonly holdTimes: {
    readonly settleMs: number
    readonly settleMaxMs: number
    readonly enrichTimeoutMs: number
  }
  /** How far the clocks of two instances of a registry may be apart. */
  readonly eventTimeToleranceMs: number
  /** Without a URL there is no chart repository. */
  readonly chartMuseum: { readonly url: string | null; readonly authorization: string | null }
  /** Those who may read the figures beside system admins, and where else they are. */
  readonly metrics: {
    readonly token: string | null
    readonly host: string
    /** Null: on the server's own port alone. */
    readonly port: number | null
  }
  /** Null: there are no traces. */
  readonly tracing: {
    /** Null: as the variables of OpenTelemetry say. */
    readonly endpoint: string | null
    readonly sampleRate: number
  } | null
  readonly logLevel: string
  readonly logTraffic: LoggedTraffic
}

/** All mistakes in the settings. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.name = 'ConfigError'
    this.mistakes = mistakes
  }
}

/**
 * Reads the settings: the environment variables `BELLBUOY_…` win over the file, and the file over the defaults.
 *
 * @param file a YAML file; by default `bellbuoy.yml` in the working folder, if it exists
 * @throws ConfigError naming every mistake
 */
export function readConfig({
  file,
  environment = process.env,
}: { file?: string; environment?: NodeJS.ProcessEnv } = {}): Config {
  const mistakes: string[] = []
  const fromFile = settingsInFile(file, mistakes)
  const fromEnvironment = settingsInEnvironment(environment, mistakes)
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
        `${given.where}: ${read.mistake}${setting.isSecret ? '' : `, but it is ${shown(given.value)}`}`,
      )
  }
  const named = new Set([...fromFile.keys(), ...fromEnvironment.keys()])
  mistakes.push(...oidcMistakes(named, values), ...tlsMistakes(named), ...ldapMistakes(named))
  const tracing = tracingOf(values as SettingValues, environment, mistakes)
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return configOf(values as SettingValues, tracing)
}

/** A value without the password that a URL may hold. */
function shown(value: unknown): string {
  return JSON.stringify(value).replace(/(\/\/[^:/@]*):[^/@]*@/, '$1:…@')
}

/** Where everything is stored. */
export type DatabasePlace =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string }

export function databasePlace({ databaseUrl }: Pick<Config, 'databaseUrl'>): DatabasePlace {
  return databaseUrl.startsWith('sqlite:')
    ? { kind: 'sqlite', path: databaseUrl.slice('sqlite:'.length) }
    : { kind: 'postgres', url: databaseUrl }
}

/**
 * The place that an option of a command names.
 *
 * @throws ConfigError when it names no database
 */
export function placeInOption(option: string, url: string): DatabasePlace {
  const read = SETTINGS.DATABASE_URL.read(url)
  if ('mistake' in read) throw new ConfigError([`${option} ${read.mistake}`])
  return databasePlace({ databaseUrl: read.value })
}

function configOf(values: SettingValues, tracing: Config['tracing']): Config {
  const value = <Name extends SettingName>(name: Name): SettingValues[Name] => values[name]
  return Object.freeze({
    host: value('HOST'),
    port: value('PORT'),
    tls: tlsOf(values),
    trustedProxies: value('TRUSTED_PROXIES'),
    databaseUrl: value('DATABASE_URL'),
    externalUrl: value('EXTERNAL_URL'),
    adminPassword: value('ADMIN_PASSWORD'),
    sourceToken: value('SOURCE_TOKEN'),
    secretKey: value('SECRET_KEY'),
    notificationEnable: value('NOTIFICATION_ENABLE'),
    retryRule: retryRuleOf(values),
    timeoutMs: value('WEBHOOK_TIMEOUT_MS'),
    logTargets: value('LOG_TARGETS'),
    maxAgeMs: value('WEBHOOK_MAX_AGE_MS'),
    attemptsAtATime: value('WEBHOOK_ATTEMPTS_AT_A_TIME'),
    disableAfterDays: value('WEBHOOK_DISABLE_AFTER_DAYS'),
    retention: retentionOf(values),
    databaseRoom: { freePercent: value('DATABASE_FREE_PERCENT'), maxGib: value('DATABASE_MAX_GIB') },
    longestStopMs: value('LONGEST_STOP_MS'),
    targetAllow: value('TARGET_ALLOW'),
    targetDeny: value('TARGET_DENY'),
    smtp: mailDefaultsOf(values),
    defaultPayloadFormat: value('DEFAULT_PAYLOAD_FORMAT'),
    sessionLimits: Object.freeze({
      idleMs: value('SESSION_IDLE_MS'),
      maxAgeMs: value('SESSION_MAX_AGE_MS'),
    }),
    oidc: oidcOf(values),
    ldap: ldapOf(values),
    authHeaderReadable: value('AUTH_HEADER_READABLE'),
    createProjects: value('CREATE_PROJECTS'),
    ignoredUserAgents: value('IGNORED_USER_AGENTS'),
    pullWindowMs: value('PULL_WINDOW_MS'),
    harborWay: value('HARBOR_WAY'),
    registry: registryOf(values),
    quotaWarningPercent: value('QUOTA_WARNING_PERCENT'),
    holdTimes: Object.freeze({
      settleMs: value('SETTLE_MS'),
      settleMaxMs: value('SETTLE_MAX_MS'),
      enrichTimeoutMs: value('ENRICH_TIMEOUT_MS'),
    }),
    eventTimeToleranceMs: value('EVENT_TIME_TOLERANCE_MS'),
    chartMuseum: Object.freeze({
      url: value('CHARTMUSEUM_URL'),
      authorization: value('CHARTMUSEUM_AUTHORIZATION'),
    }),
    metrics: metricsOf(values),
    tracing,
    logLevel: value('LOG_LEVEL'),
    logTraffic: value('LOG_TRAFFIC') === 'all' ? 'all' : 'failures',
  })
}

function metricsOf(values: SettingValues): Config['metrics'] {
  return Object.freeze({
    token: values.METRICS_TOKEN,
    host: values.METRICS_HOST,
    port: values.METRICS_PORT === 0 ? null : values.METRICS_PORT,
  })
}

function retryRuleOf(values: SettingValues): RetryRule {
  return Object.freeze({
    maxRetry: values.WEBHOOK_MAX_RETRY,
    initialWaitMs: values.WEBHOOK_INITIAL_WAIT_MS,
    maxWaitMs: values.WEBHOOK_MAX_WAIT_MS,
    factor: values.WEBHOOK_FACTOR,
    randomization: values.WEBHOOK_RANDOMIZATION,
  })
}

function registryOf(values: SettingValues): Config['registry'] {
  return Object.freeze({
    url: values.REGISTRY_URL,
    host: values.REGISTRY_HOST,
    username: values.REGISTRY_USERNAME,
    password: values.REGISTRY_PASSWORD,
    ca: values.REGISTRY_CA,
    skipCertVerify: values.REGISTRY_SKIP_CERT_VERIFY,
  })
}
