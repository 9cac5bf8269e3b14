import { PAYLOAD_FORMATS } from '../payloads/payload-formats.ts'
import { OIDC_SETTINGS } from './oidc-settings.ts'
import { SMTP_SETTINGS } from './smtp-settings.ts'
import {
  type Setting,
  type Values,
  boolean,
  choice,
  databaseUrl,
  externalUrl,
  list,
  networkFault,
  number,
  optionalText,
  password,
  proxyFault,
  secret,
  text,
} from './setting-kinds.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
const DAY_MS = 86_400_000

/** Why a payload format that there is cannot be what targets get that name none. */
function faultOfDefault(given: unknown): string | null {
  const option = PAYLOAD_FORMATS.find(({ name }) => name === given)?.neededOption
  return option === undefined
    ? null
    : `must be a format that needs no option of the target, as ${String(given)} needs ${option}`
}

/** Every setting; the reference in `docs/settings.md` is made from this table. */
export const SETTINGS = {
  HOST: text('http.host', '127.0.0.1', 'address to listen on'),
  PORT: number('http.port', 8080, 'port to listen on; 0 takes a free one', { min: 0, max: 65535 }),
  TRUSTED_PROXIES: list(
    'http.trusted_proxies',
    [],
    'networks of the proxies before this server: what they say of who calls, in `X-Forwarded-For`, `-Proto` and `-Host`, counts',
    proxyFault,
  ),
  DATABASE_URL: databaseUrl(
    'database.url',
    'sqlite:data/bellbuoy.db',
    'where everything is stored: `sqlite:PATH`',
  ),
  EXTERNAL_URL: externalUrl(
    'external_url',
    'how others reach this server; shown in the registry block, and where messages to people lead',
  ),
  ADMIN_PASSWORD: password(
    'admin_password',
    'password of `admin`, read on the first start only; made if unset',
  ),
  SOURCE_TOKEN: secret('source.token', 'token of the source `default`; made on the first start if unset'),
  SECRET_KEY: password(
    'secret_key',
    'key that encrypts secrets at rest; made on the first start and kept beside the database if unset',
  ),
  NOTIFICATION_ENABLE: boolean('notification.enable', true, 'initial value of the global switch'),
  WEBHOOK_MAX_RETRY: number('notification.webhook_job_max_retry', 5, 'retries after the first attempt', {
    min: 0,
    max: 100,
  }),
  WEBHOOK_INITIAL_WAIT_MS: number(
    'notification.webhook_initial_wait_ms',
    500,
    'wait before the first retry, in ms',
    {
      min: 1,
      max: DAY_MS,
    },
  ),
  WEBHOOK_MAX_WAIT_MS: number(
    'notification.webhook_max_wait_ms',
    1_800_000,
    'a delivery that would have to wait longer gives up, in ms',
    {
      min: 1,
      max: 7 * DAY_MS,
    },
  ),
  WEBHOOK_FACTOR: number(
    'notification.webhook_factor',
    3,
    'by which each wait is longer than the one before',
    {
      min: 1,
      max: 100,
      whole: false,
    },
  ),
  WEBHOOK_RANDOMIZATION: number(
    'notification.webhook_randomization',
    0.1,
    'by which waits are spread, as a fraction',
    {
      min: 0,
      max: 1,
      whole: false,
    },
  ),
  WEBHOOK_TIMEOUT_MS: number(
    'notification.webhook_timeout_ms',
    10_000,
    'deadline of one attempt: connection, headers and body together, in ms',
    {
      min: 100,
      max: 30_000,
    },
  ),
  WEBHOOK_MAX_AGE_MS: number(
    'notification.webhook_max_age_ms',
    3 * DAY_MS,
    'a delivery that waits longer than this expires, in ms',
    {
      min: 1000,
      max: 365 * DAY_MS,
    },
  ),
  SESSION_IDLE_MS: number(
    'session.idle_ms',
    1_800_000,
    'a session of the console ends after so long without a request, in ms',
    { min: 60_000, max: 7 * DAY_MS },
  ),
  SESSION_MAX_AGE_MS: number(
    'session.max_age_ms',
    43_200_000,
    'a session of the console ends so long after its log-in, in ms',
    { min: 60_000, max: 30 * DAY_MS },
  ),
  TARGET_ALLOW: list(
    'target.allow',
    [],
    'networks that targets may be in although the guard would refuse them',
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
    'whether those who may edit a policy read its `auth_header` back, as the Terraform provider wants',
  ),
  CREATE_PROJECTS: boolean(
    'source.create_projects',
    true,
    'whether the first event of an unknown project makes it; otherwise its events are kept out',
  ),
  IGNORED_USER_AGENTS: list(
    'source.ignored_user_agents',
    ['Bellbuoy', 'harbor-registry-client', 'harbor-replication-service'],
    'user agents whose pulls and deletes make no event',
  ),
  ...OIDC_SETTINGS,
  SETTLE_MS: number(
    'source.settle_ms',
    5000,
    'how long a push without a tag waits to see whether it is a part of an index, in ms; 0: not at all',
    { min: 0, max: 60_000 },
  ),
  ENRICH_TIMEOUT_MS: number(
    'source.enrich_timeout_ms',
    2000,
    'how long an event waits for what its registry can say of it, in ms; only when its URL is set',
    { min: 100, max: 30_000 },
  ),
  PULL_WINDOW_MS: number(
    'source.pull_window_ms',
    10_000,
    'pulls of the same by the same within this are one, in ms; 0: each is one',
    { min: 0, max: 3_600_000 },
  ),
  REGISTRY_URL: externalUrl(
    'registry.url',
    'where the registry of the source `default` can be asked what it did not tell; unset: it is not asked',
  ),
  REGISTRY_USERNAME: optionalText('registry.username', 'who asks the registry; unset: nobody'),
  REGISTRY_PASSWORD: password('registry.password', 'password of `REGISTRY_USERNAME`'),
  REGISTRY_CA: optionalText(
    'registry.ca',
    'file with the certificates (PEM) that the registry is trusted by, beside those of the system',
  ),
  REGISTRY_SKIP_CERT_VERIFY: boolean(
    'registry.skip_cert_verify',
    false,
    'whether the certificate of the registry is not checked',
  ),
  QUOTA_WARNING_PERCENT: number(
    'quota.warning_percent',
    85,
    'part of its storage limit from which on a project is warned',
    { min: 1, max: 100 },
  ),
  ...SMTP_SETTINGS,
  CHARTMUSEUM_URL: externalUrl(
    'chart.url',
    'where ChartMuseum is (with `--depth=1`); without it there is no chart repository',
  ),
  CHARTMUSEUM_AUTHORIZATION: password(
    'chart.authorization',
    'the `Authorization` header that ChartMuseum wants',
  ),
  LOG_LEVEL: choice('log.level', 'info', 'how much is told', LOG_LEVELS),
} satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof SETTINGS
export type SettingValues = Values<typeof SETTINGS>
