import { PAYLOAD_FORMATS } from '../payloads/payload-formats.ts'
import { DELIVERY_SETTINGS } from './delivery-settings.ts'
import { LDAP_SETTINGS } from './ldap-settings.ts'
import { OIDC_SETTINGS } from './oidc-settings.ts'
import { REGISTRY_SETTINGS } from './registry-settings.ts'
import { RETENTION_SETTINGS } from './retention-settings.ts'
import { SMTP_SETTINGS } from './smtp-settings.ts'
import { TLS_SETTINGS } from './tls-settings.ts'
import { TRACE_SETTINGS } from './trace-settings.ts'
import {
  type Setting,
  type Values,
  DAY_MS,
  boolean,
  choice,
  databaseUrl,
  externalUrl,
  list,
  networkFault,
  number,
  password,
  proxyFault,
  secret,
  text,
} from './setting-kinds.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** Why an existing payload format cannot be the default, or null. */
function faultOfDefault(given: unknown): string | null {
  const option = PAYLOAD_FORMATS.find(({ name }) => name === given)?.neededOption
  return option === undefined
    ? null
    : `must be a format that needs no option of the target, as ${String(given)} needs ${option}`
}

/** Every setting; `docs/generate-settings.ts` writes `docs/settings.md` from this table. */
export const SETTINGS = {
  HOST: text('http.host', '127.0.0.1', 'address to listen on'),
  PORT: number('http.port', 8080, 'port to listen on; 0 takes a free one', { min: 0, max: 65535 }),
  ...TLS_SETTINGS,
  TRUSTED_PROXIES: list(
    'http.trusted_proxies',
    [],
    'networks of the proxies before this server, whose `X-Forwarded-For`, `-Proto` and `-Host` count',
    proxyFault,
  ),
  DATABASE_URL: databaseUrl(
    'database.url',
    'sqlite:data/bellbuoy.db',
    'the database: `sqlite:PATH`, or [PostgreSQL](postgresql.md): `postgres://USER:PASSWORD@HOST:PORT/NAME`',
  ),
  EXTERNAL_URL: externalUrl(
    'external_url',
    'the address that others use for this server; in the registry block, and in links of messages to people',
  ),
  ADMIN_PASSWORD: password(
    'admin_password',
    'password of `admin`, read on the first start only; generated if unset',
  ),
  SOURCE_TOKEN: secret(
    'source.token',
    'token of the source `default`; generated on the first start if unset',
  ),
  SECRET_KEY: password(
    'secret_key',
    'key that encrypts secrets at rest; generated on the first start and stored beside the database if unset',
  ),
  ...DELIVERY_SETTINGS,
  ...RETENTION_SETTINGS,
  SESSION_IDLE_MS: number(
    'session.idle_ms',
    1_800_000,
    'longest time without a request before a session of the console ends, in ms',
    { min: 60_000, max: 7 * DAY_MS },
  ),
  SESSION_MAX_AGE_MS: number(
    'session.max_age_ms',
    43_200_000,
    'longest time after its log-in before a session of the console ends, in ms',
    { min: 60_000, max: 30 * DAY_MS },
  ),
  TARGET_ALLOW: list(
    'target.allow',
    [],
    'networks that targets may be in although the address guard would refuse them',
    networkFault,
  ),
  TARGET_DENY: list('target.deny', [], 'networks that targets may not be in', networkFault),
  DEFAULT_PAYLOAD_FORMAT: choice(
    'default_payload_format',
    'Default',
    'payload format of targets that name none',
    PAYLOAD_FORMATS.filter(({ neededOption }) => neededOption === undefined).map(({ name }) => name),
    faultOfDefault,
  ),
  AUTH_HEADER_READABLE: boolean(
    'notification.auth_header_readable',
    false,
    'whether callers with the right to edit a policy can read its `auth_header`, as the Terraform provider needs',
  ),
  HARBOR_WAY: boolean(
    'notification.harbor_way',
    false,
    "whether policies that do not say so themselves have [Harbor's way](harbor-compatibility.md#harbors-way): each manifest request is reported when it comes",
  ),
  CREATE_PROJECTS: boolean(
    'source.create_projects',
    true,
    'whether the first event of an unknown project creates it; otherwise its events are kept out',
  ),
  IGNORED_USER_AGENTS: list(
    'source.ignored_user_agents',
    ['Bellbuoy', 'harbor-registry-client', 'harbor-replication-service'],
    'user agents whose pulls and deletes make no event',
  ),
  ...OIDC_SETTINGS,
  ...LDAP_SETTINGS,
  ...REGISTRY_SETTINGS,
  QUOTA_WARNING_PERCENT: number(
    'quota.warning_percent',
    85,
    'percentage of its storage limit at which a project gets a warning',
    { min: 1, max: 100 },
  ),
  ...SMTP_SETTINGS,
  CHARTMUSEUM_URL: externalUrl(
    'chart.url',
    'address of ChartMuseum (started with `--depth=1`); unset: there is no chart repository',
  ),
  CHARTMUSEUM_AUTHORIZATION: password(
    'chart.authorization',
    'the `Authorization` header that ChartMuseum needs',
  ),
  METRICS_TOKEN: secret(
    'metric.token',
    'token that reads `/metrics`, as `Authorization: Bearer TOKEN`; without it system admins read them, and the second address and workers refuse everyone',
  ),
  METRICS_HOST: text('metric.host', '127.0.0.1', 'second address that serves `/metrics` and `/health`'),
  METRICS_PORT: number('metric.port', 0, 'port of the second address; 0: there is none', {
    min: 0,
    max: 65535,
  }),
  ...TRACE_SETTINGS,
  LOG_TRAFFIC: choice(
    'log.traffic',
    'failures',
    'which notifications and attempts get [a line in the log](observability.md#logs) at the level `info`: those that are refused or fail, or all; the others are at `debug`',
    ['failures', 'all'],
  ),
  LOG_LEVEL: choice('log.level', 'info', 'least severe level of the log', LOG_LEVELS),
} satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof SETTINGS

/** Whether a setting can be read from a file of its own, by `NAME_FILE`: every secret, and the URL that may hold the password of the database. */
export function isKeptSecret(name: SettingName): boolean {
  const setting: Setting<unknown> = SETTINGS[name]
  return setting.isSecret === true || name === 'DATABASE_URL'
}

export type SettingValues = Values<typeof SETTINGS>
