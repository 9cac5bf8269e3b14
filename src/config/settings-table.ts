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
  PORT: number('http.port', 8080, 'port to listen on; 0 chooses a free one', { min: 0, max: 65535 }),
  ...TLS_SETTINGS,
  TRUSTED_PROXIES: list(
    'http.trusted_proxies',
    [],
    'networks of the proxies in front of this server; Bellbuoy trusts their `X-Forwarded-For`, `-Proto` and `-Host`',
    proxyFault,
  ),
  DATABASE_URL: databaseUrl(
    'database.url',
    'sqlite:data/bellbuoy.db',
    'the database: `sqlite:PATH`, or [PostgreSQL](postgresql.md): `postgres://USER:PASSWORD@HOST:PORT/NAME`',
  ),
  EXTERNAL_URL: externalUrl(
    'external_url',
    'address that others use for this server; Bellbuoy writes it into the registry block and into links in messages',
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
    'key that encrypts secrets at rest; if unset, the first start generates one and stores it beside the database',
  ),
  ...DELIVERY_SETTINGS,
  ...RETENTION_SETTINGS,
  SESSION_IDLE_MS: number(
    'session.idle_ms',
    1_800_000,
    'a session of the console ends after this time without a request, in ms',
    { min: 60_000, max: 7 * DAY_MS },
  ),
  SESSION_MAX_AGE_MS: number(
    'session.max_age_ms',
    43_200_000,
    'a session of the console ends this long after its log-in, in ms',
    { min: 60_000, max: 30 * DAY_MS },
  ),
  TARGET_ALLOW: list(
    'target.allow',
    [],
    'networks of targets that the [address guard](address-guard.md) allows, although it would refuse them otherwise',
    networkFault,
  ),
  TARGET_DENY: list('target.deny', [], 'networks of targets that the address guard refuses', networkFault),
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
    "whether policies without a value of their own have [Harbor's way](harbor-compatibility.md#harbors-way): they get each manifest request at once",
  ),
  CREATE_PROJECTS: boolean(
    'source.create_projects',
    true,
    'whether the first event of an unknown project creates the project; otherwise Bellbuoy keeps its events out',
  ),
  IGNORED_USER_AGENTS: list(
    'source.ignored_user_agents',
    ['Bellbuoy', 'harbor-registry-client', 'harbor-replication-service'],
    'user agents whose pulls and deletions make no event',
  ),
  ...OIDC_SETTINGS,
  ...LDAP_SETTINGS,
  ...REGISTRY_SETTINGS,
  QUOTA_WARNING_PERCENT: number(
    'quota.warning_percent',
    85,
    'a project gets a warning at this percentage of its storage limit',
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
    'token for `/metrics`, as `Authorization: Bearer TOKEN`. Without it only system admins can read the metrics, and the second address and workers refuse everyone',
  ),
  METRICS_HOST: text('metric.host', '127.0.0.1', 'second address, for `/metrics` and `/health` alone'),
  METRICS_PORT: number('metric.port', 0, 'port of the second address; 0: no second address', {
    min: 0,
    max: 65535,
  }),
  ...TRACE_SETTINGS,
  LOG_TRAFFIC: choice(
    'log.traffic',
    'failures',
    'notifications and attempts with [a line in the log](observability.md#logs) at the level `info`: `failures` (refused or failed), or `all`. The others have theirs at `debug`',
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
