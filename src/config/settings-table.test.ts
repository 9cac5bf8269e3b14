import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { type Config, readConfig } from '../config.ts'
import { SETTINGS, type SettingName, isKeptSecret } from './settings-table.ts'

/** Where the configuration has a setting, its default, another value as text of the environment, and as it is then read. */
type Example = readonly [(config: Config) => unknown, unknown, string, unknown]

const KEYS: Readonly<Record<SettingName, string>> = {
  HOST: 'http.host',
  PORT: 'http.port',
  TLS_CERT_FILE: 'https.certificate',
  TLS_KEY_FILE: 'https.private_key',
  TRUSTED_PROXIES: 'http.trusted_proxies',
  DATABASE_URL: 'database.url',
  EXTERNAL_URL: 'external_url',
  ADMIN_PASSWORD: 'admin_password',
  SOURCE_TOKEN: 'source.token',
  SECRET_KEY: 'secret_key',
  NOTIFICATION_ENABLE: 'notification.enable',
  WEBHOOK_MAX_RETRY: 'notification.webhook_job_max_retry',
  WEBHOOK_INITIAL_WAIT_MS: 'notification.webhook_initial_wait_ms',
  WEBHOOK_MAX_WAIT_MS: 'notification.webhook_max_wait_ms',
  WEBHOOK_FACTOR: 'notification.webhook_factor',
  WEBHOOK_RANDOMIZATION: 'notification.webhook_randomization',
  WEBHOOK_TIMEOUT_MS: 'notification.webhook_timeout_ms',
  WEBHOOK_MAX_AGE_MS: 'notification.webhook_max_age_ms',
  WEBHOOK_ATTEMPTS_AT_A_TIME: 'notification.webhook_attempts_at_a_time',
  LOG_TARGETS: 'notification.log_targets',
  WEBHOOK_DISABLE_AFTER_DAYS: 'notification.webhook_disable_after_days',
  RETENTION_BODIES_DAYS: 'retention.bodies_days',
  RETENTION_BODIES_EVENTS: 'retention.bodies_events',
  RETENTION_DAYS: 'retention.days',
  RETENTION_EVENTS: 'retention.events',
  RETENTION_KEYS_DAYS: 'retention.keys_days',
  DATABASE_FREE_PERCENT: 'database.free_percent',
  DATABASE_MAX_GIB: 'database.max_gib',
  LONGEST_STOP_MS: 'notification.longest_stop_ms',
  TARGET_ALLOW: 'target.allow',
  TARGET_DENY: 'target.deny',
  DEFAULT_PAYLOAD_FORMAT: 'default_payload_format',
  SESSION_IDLE_MS: 'session.idle_ms',
  SESSION_MAX_AGE_MS: 'session.max_age_ms',
  AUTH_HEADER_READABLE: 'notification.auth_header_readable',
  HARBOR_WAY: 'notification.harbor_way',
  CREATE_PROJECTS: 'source.create_projects',
  IGNORED_USER_AGENTS: 'source.ignored_user_agents',
  OIDC_NAME: 'oidc.name',
  OIDC_ENDPOINT: 'oidc.endpoint',
  OIDC_CLIENT_ID: 'oidc.client_id',
  OIDC_CLIENT_SECRET: 'oidc.client_secret',
  OIDC_SCOPE: 'oidc.scope',
  OIDC_GROUPS_CLAIM: 'oidc.groups_claim',
  OIDC_ADMIN_GROUP: 'oidc.admin_group',
  OIDC_USER_CLAIM: 'oidc.user_claim',
  OIDC_AUTO_ONBOARD: 'oidc.auto_onboard',
  OIDC_VERIFY_CERT: 'oidc.verify_cert',
  LDAP_URL: 'ldap.url',
  LDAP_STARTTLS: 'ldap.starttls',
  LDAP_VERIFY_CERT: 'ldap.verify_cert',
  LDAP_SEARCH_DN: 'ldap.search_dn',
  LDAP_SEARCH_PASSWORD: 'ldap.search_password',
  LDAP_BASE_DN: 'ldap.base_dn',
  LDAP_SCOPE: 'ldap.scope',
  LDAP_FILTER: 'ldap.filter',
  LDAP_UID: 'ldap.uid',
  LDAP_GROUP_MEMBERSHIP_ATTRIBUTE: 'ldap.group_membership_attribute',
  LDAP_GROUP_ADMIN_DN: 'ldap.group_admin_dn',
  LDAP_TIMEOUT_SECONDS: 'ldap.timeout',
  SETTLE_MS: 'source.settle_ms',
  SETTLE_MAX_MS: 'source.settle_max_ms',
  EVENT_TIME_TOLERANCE_MS: 'source.event_time_tolerance_ms',
  ENRICH_TIMEOUT_MS: 'source.enrich_timeout_ms',
  PULL_WINDOW_MS: 'source.pull_window_ms',
  REGISTRY_URL: 'registry.url',
  REGISTRY_HOST: 'registry.host',
  REGISTRY_USERNAME: 'registry.username',
  REGISTRY_PASSWORD: 'registry.password',
  REGISTRY_CA: 'registry.ca',
  REGISTRY_SKIP_CERT_VERIFY: 'registry.skip_cert_verify',
  QUOTA_WARNING_PERCENT: 'quota.warning_percent',
  SMTP_HOST: 'smtp.host',
  SMTP_PORT: 'smtp.port',
  SMTP_SECURITY: 'smtp.security',
  SMTP_USERNAME: 'smtp.username',
  SMTP_PASSWORD: 'smtp.password',
  SMTP_FROM: 'smtp.from',
  CHARTMUSEUM_URL: 'chart.url',
  CHARTMUSEUM_AUTHORIZATION: 'chart.authorization',
  METRICS_TOKEN: 'metric.token',
  METRICS_HOST: 'metric.host',
  METRICS_PORT: 'metric.port',
  TRACE_ENABLED: 'trace.enabled',
  TRACE_OTEL_ENDPOINT: 'trace.otel.endpoint',
  TRACE_SAMPLE_RATE: 'trace.sample_rate',
  LOG_TRAFFIC: 'log.traffic',
  LOG_LEVEL: 'log.level',
}

const MAIL_HOST = 'mail.example.com'
const ISSUER = 'https://id.example.com'
/** What log-in by OpenID Connect cannot do without: an example of one of its settings needs the others. */
const OIDC = {
  EXTERNAL_URL: 'https://bell.example.com',
  OIDC_ENDPOINT: ISSUER,
  OIDC_CLIENT_ID: 'buoy',
  OIDC_CLIENT_SECRET: 'a secret',
}

/** One file is of no use without the other. */
const TLS = { TLS_CERT_FILE: 'cert.pem', TLS_KEY_FILE: 'key.pem' }

/** … and by LDAP. */
const LDAP = {
  LDAP_URL: 'ldap://id.example.com',
  LDAP_BASE_DN: 'ou=people,dc=acme,dc=test',
  LDAP_SEARCH_DN: 'cn=search,dc=acme,dc=test',
  LDAP_SEARCH_PASSWORD: 'a secret',
}
/** What an example of a setting needs beside it, by how its name begins. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  OIDC_: OIDC,
  LDAP_: LDAP,
  TLS_: TLS,
  TRACE_OTEL_: { TRACE_ENABLED: 'true' },
  TRACE_SAMPLE_: { TRACE_ENABLED: 'true' },
  SMTP_: { SMTP_HOST: MAIL_HOST },
}

const companions = (name: string): NodeJS.ProcessEnv => {
  const [, others = {}] = Object.entries(COMPANIONS).find(([prefix]) => name.startsWith(prefix)) ?? []
  return Object.fromEntries(Object.entries(others).map(([other, value]) => [`BELLBUOY_${other}`, value]))
}

const EXAMPLES: Readonly<Record<SettingName, Example>> = {
  HOST: [({ host }) => host, '127.0.0.1', '0.0.0.0', '0.0.0.0'],
  PORT: [({ port }) => port, 8080, '9090', 9090],
  TLS_CERT_FILE: [({ tls }) => tls?.certFile, TLS.TLS_CERT_FILE, 'other.pem', 'other.pem'],
  TLS_KEY_FILE: [({ tls }) => tls?.keyFile, TLS.TLS_KEY_FILE, 'other.key', 'other.key'],
  TRUSTED_PROXIES: [({ trustedProxies }) => trustedProxies, [], '10.0.0.0/8', ['10.0.0.0/8']],
  DATABASE_URL: [
    ({ databaseUrl }) => databaseUrl,
    'sqlite:data/bellbuoy.db',
    'sqlite:other.db',
    'sqlite:other.db',
  ],
  EXTERNAL_URL: [
    ({ externalUrl }) => externalUrl,
    null,
    'https://bell.example.com/',
    'https://bell.example.com',
  ],
  ADMIN_PASSWORD: [({ adminPassword }) => adminPassword, null, 'RegistrySetup 1', 'RegistrySetup 1'],
  SOURCE_TOKEN: [({ sourceToken }) => sourceToken, null, 'abc', 'abc'],
  SECRET_KEY: [({ secretKey }) => secretKey, null, 'a key', 'a key'],
  NOTIFICATION_ENABLE: [({ notificationEnable }) => notificationEnable, true, 'false', false],
  WEBHOOK_MAX_RETRY: [({ retryRule }) => retryRule.maxRetry, 5, '7', 7],
  WEBHOOK_INITIAL_WAIT_MS: [({ retryRule }) => retryRule.initialWaitMs, 500, '250', 250],
  WEBHOOK_MAX_WAIT_MS: [({ retryRule }) => retryRule.maxWaitMs, 1_800_000, '60000', 60_000],
  WEBHOOK_FACTOR: [({ retryRule }) => retryRule.factor, 3, '1.5', 1.5],
  WEBHOOK_RANDOMIZATION: [({ retryRule }) => retryRule.randomization, 0.1, '0.25', 0.25],
  WEBHOOK_TIMEOUT_MS: [({ timeoutMs }) => timeoutMs, 10_000, '3000', 3000],
  WEBHOOK_MAX_AGE_MS: [({ maxAgeMs }) => maxAgeMs, 259_200_000, '86400000', 86_400_000],
  WEBHOOK_ATTEMPTS_AT_A_TIME: [({ attemptsAtATime }) => attemptsAtATime, 2000, '50', 50],
  LOG_TARGETS: [({ logTargets }) => logTargets, false, 'true', true],
  WEBHOOK_DISABLE_AFTER_DAYS: [({ disableAfterDays }) => disableAfterDays, 0, '14', 14],
  RETENTION_BODIES_DAYS: [({ retention }) => retention.set.bodiesDays, null, '30', 30],
  RETENTION_BODIES_EVENTS: [({ retention }) => retention.set.bodiesEvents, null, '5000', 5000],
  RETENTION_DAYS: [({ retention }) => retention.set.days, null, '0', 0],
  RETENTION_EVENTS: [({ retention }) => retention.set.events, null, '7000', 7000],
  RETENTION_KEYS_DAYS: [({ retention }) => retention.set.keysDays, 30, '60', 60],
  DATABASE_FREE_PERCENT: [({ databaseRoom }) => databaseRoom.freePercent, 10, '5', 5],
  DATABASE_MAX_GIB: [({ databaseRoom }) => databaseRoom.maxGib, 0, '200', 200],
  LONGEST_STOP_MS: [({ longestStopMs }) => longestStopMs, 3_600_000, '60000', 60_000],
  TARGET_ALLOW: [({ targetAllow }) => targetAllow, [], '10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
  TARGET_DENY: [({ targetDeny }) => targetDeny, [], '192.168.0.0/16', ['192.168.0.0/16']],
  DEFAULT_PAYLOAD_FORMAT: [
    ({ defaultPayloadFormat }) => defaultPayloadFormat,
    'Default',
    'Proposal',
    'Proposal',
  ],
  SESSION_IDLE_MS: [({ sessionLimits }) => sessionLimits.idleMs, 1_800_000, '300000', 300_000],
  SESSION_MAX_AGE_MS: [({ sessionLimits }) => sessionLimits.maxAgeMs, 43_200_000, '3600000', 3_600_000],
  AUTH_HEADER_READABLE: [({ authHeaderReadable }) => authHeaderReadable, false, 'true', true],
  HARBOR_WAY: [({ harborWay }) => harborWay, false, 'true', true],
  CREATE_PROJECTS: [({ createProjects }) => createProjects, true, 'false', false],
  IGNORED_USER_AGENTS: [
    ({ ignoredUserAgents }) => ignoredUserAgents,
    ['Bellbuoy', 'harbor-registry-client', 'harbor-replication-service'],
    'mirror, ,scanner ',
    ['mirror', 'scanner'],
  ],
  CHARTMUSEUM_URL: [({ chartMuseum }) => chartMuseum.url, null, 'http://charts:8080/', 'http://charts:8080'],
  CHARTMUSEUM_AUTHORIZATION: [({ chartMuseum }) => chartMuseum.authorization, null, 'Basic abc', 'Basic abc'],
  OIDC_NAME: [({ oidc }) => oidc?.name, 'OpenID Connect', 'Keycloak', 'Keycloak'],
  OIDC_ENDPOINT: [({ oidc }) => oidc?.endpoint, ISSUER, 'http://id.test/', 'http://id.test/'],
  OIDC_CLIENT_ID: [({ oidc }) => oidc?.clientId, 'buoy', 'bell', 'bell'],
  OIDC_CLIENT_SECRET: [({ oidc }) => oidc?.clientSecret, 'a secret', 'another', 'another'],
  OIDC_SCOPE: [
    ({ oidc }) => oidc?.scopes,
    ['openid', 'profile', 'email'],
    'openid, groups',
    ['openid', 'groups'],
  ],
  OIDC_GROUPS_CLAIM: [({ oidc }) => oidc?.groupsClaim, 'groups', 'roles', 'roles'],
  OIDC_ADMIN_GROUP: [({ oidc }) => oidc?.adminGroup, null, 'masters', 'masters'],
  OIDC_USER_CLAIM: [({ oidc }) => oidc?.userClaim, 'preferred_username', 'email', 'email'],
  OIDC_AUTO_ONBOARD: [({ oidc }) => oidc?.autoOnboard, true, 'false', false],
  OIDC_VERIFY_CERT: [({ oidc }) => oidc?.verifyCertificate, true, 'false', false],
  LDAP_URL: [({ ldap }) => ldap?.url, LDAP.LDAP_URL, 'ldaps://id.test:1636', 'ldaps://id.test:1636'],
  LDAP_STARTTLS: [({ ldap }) => ldap?.startsTls, true, 'false', false],
  LDAP_VERIFY_CERT: [({ ldap }) => ldap?.verifyCertificate, true, 'false', false],
  LDAP_SEARCH_DN: [({ ldap }) => ldap?.searchDn, LDAP.LDAP_SEARCH_DN, 'cn=s', 'cn=s'],
  LDAP_SEARCH_PASSWORD: [({ ldap }) => ldap?.searchPassword, 'a secret', 'another', 'another'],
  LDAP_BASE_DN: [({ ldap }) => ldap?.baseDn, LDAP.LDAP_BASE_DN, 'dc=acme', 'dc=acme'],
  LDAP_SCOPE: [({ ldap }) => ldap?.scope, 'subtree', 'onelevel', 'onelevel'],
  LDAP_FILTER: [({ ldap }) => ldap?.filter, null, '(objectClass=person)', '(objectClass=person)'],
  LDAP_UID: [({ ldap }) => ldap?.uid, 'uid', 'mail', 'mail'],
  LDAP_GROUP_MEMBERSHIP_ATTRIBUTE: [({ ldap }) => ldap?.membershipAttribute, 'memberof', 'isIn', 'isIn'],
  LDAP_GROUP_ADMIN_DN: [({ ldap }) => ldap?.adminGroup, null, 'CN=Masters, DC=Acme', 'cn=masters,dc=acme'],
  LDAP_TIMEOUT_SECONDS: [({ ldap }) => ldap?.timeoutSeconds, 5, '2', 2],
  SETTLE_MS: [({ holdTimes }) => holdTimes.settleMs, 10_000, '0', 0],
  SETTLE_MAX_MS: [({ holdTimes }) => holdTimes.settleMaxMs, 300_000, '0', 0],
  EVENT_TIME_TOLERANCE_MS: [({ eventTimeToleranceMs }) => eventTimeToleranceMs, 5000, '0', 0],
  ENRICH_TIMEOUT_MS: [({ holdTimes }) => holdTimes.enrichTimeoutMs, 2000, '500', 500],
  PULL_WINDOW_MS: [({ pullWindowMs }) => pullWindowMs, 10_000, '0', 0],
  REGISTRY_URL: [
    ({ registry }) => registry.url,
    null,
    'https://registry.example.com/',
    'https://registry.example.com',
  ],
  REGISTRY_HOST: [
    ({ registry }) => registry.host,
    null,
    'registry.example.com:5000',
    'registry.example.com:5000',
  ],
  REGISTRY_USERNAME: [({ registry }) => registry.username, null, 'bell', 'bell'],
  REGISTRY_PASSWORD: [({ registry }) => registry.password, null, 'RegistrySetup 1', 'RegistrySetup 1'],
  REGISTRY_CA: [({ registry }) => registry.ca, null, '/etc/ca.pem', '/etc/ca.pem'],
  REGISTRY_SKIP_CERT_VERIFY: [({ registry }) => registry.skipCertVerify, false, 'true', true],
  QUOTA_WARNING_PERCENT: [({ quotaWarningPercent }) => quotaWarningPercent, 85, '90', 90],
  SMTP_HOST: [({ smtp }) => smtp.server?.host, MAIL_HOST, 'mx.test', 'mx.test'],
  SMTP_PORT: [({ smtp }) => smtp.server?.port, 587, '25', 25],
  SMTP_SECURITY: [({ smtp }) => smtp.server?.security, 'starttls', 'tls', 'tls'],
  SMTP_USERNAME: [({ smtp }) => smtp.server?.username, null, 'bell', 'bell'],
  SMTP_PASSWORD: [({ smtp }) => smtp.server?.password, null, 'hush', 'hush'],
  SMTP_FROM: [({ smtp }) => smtp.from, null, 'bell@acme.test', 'bell@acme.test'],
  METRICS_TOKEN: [({ metrics }) => metrics.token, null, 'abc', 'abc'],
  METRICS_HOST: [({ metrics }) => metrics.host, '127.0.0.1', '::1', '::1'],
  METRICS_PORT: [({ metrics }) => metrics.port, null, '9090', 9090],
  TRACE_ENABLED: [({ tracing }) => tracing !== null, false, 'true', true],
  TRACE_OTEL_ENDPOINT: [
    ({ tracing }) => tracing?.endpoint,
    null,
    'http://collector:4318',
    'http://collector:4318',
  ],
  TRACE_SAMPLE_RATE: [({ tracing }) => tracing?.sampleRate, 1, '0.25', 0.25],
  LOG_TRAFFIC: [({ logTraffic }) => logTraffic, 'failures', 'all', 'all'],
  LOG_LEVEL: [({ logLevel }) => logLevel, 'info', 'debug', 'debug'],
}

const examples = Object.entries(EXAMPLES).map(([name, [read, fallback, environment, value]]) => ({
  name: name as SettingName,
  key: KEYS[name as SettingName],
  read,
  fallback,
  environment,
  value,
}))

/** A file that holds nothing but this setting; JSON is YAML. */
const fileOf = (key: string, value: unknown): string =>
  JSON.stringify(key.split('.').reduceRight((inner, name) => ({ [name]: inner }), value))

async function configOf(text: string, environment: NodeJS.ProcessEnv = {}): Promise<Config> {
  await using folder = await temporaryFolder('settings')
  const file = join(folder.path, 'bellbuoy.yml')
  writeFileSync(file, text)
  return readConfig({ file, environment })
}

test('every setting has a key of its own and a text, and an example here', () => {
  const rows = Object.values(SETTINGS)
  expect(Object.keys(EXAMPLES).sort()).toEqual(Object.keys(SETTINGS).sort())
  for (const { key, about } of rows) {
    expect(key).toMatch(/^[a-z_]+(\.[a-z_]+)*$/)
    expect(about.length).toBeGreaterThan(10)
  }
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
})

test.for(examples)('$name may be left out', async ({ name, read, fallback }) => {
  expect(read(await configOf('', companions(name)))).toEqual(fallback)
})

test.for(examples)('$name is read from the environment', async ({ name, read, environment, value }) => {
  const given = { ...companions(name), [`BELLBUOY_${name}`]: environment }
  expect(read(await configOf('', given))).toEqual(value)
})

const SECRETS = examples.filter(({ name }) => isKeptSecret(name))

test('every secret can be read from a file of its own', () => {
  expect(SECRETS.map(({ name }) => name).toSorted()).toEqual([
    'ADMIN_PASSWORD',
    'CHARTMUSEUM_AUTHORIZATION',
    'DATABASE_URL',
    'LDAP_SEARCH_PASSWORD',
    'METRICS_TOKEN',
    'OIDC_CLIENT_SECRET',
    'REGISTRY_PASSWORD',
    'SECRET_KEY',
    'SMTP_PASSWORD',
    'SOURCE_TOKEN',
  ])
})

test.for(SECRETS)(
  '$name is read from the file that $name_FILE names',
  async ({ name, read, environment, value }) => {
    await using folder = await temporaryFolder('secret')
    const file = join(folder.path, 'secret')
    writeFileSync(file, `${environment}\n`)
    const { [`BELLBUOY_${name}`]: _, ...others } = companions(name)
    expect(read(await configOf('', { ...others, [`BELLBUOY_${name}_FILE`]: file }))).toEqual(value)
  },
)

test.for([
  [
    { BELLBUOY_METRICS_TOKEN_FILE: '/no/such/file' },
    /BELLBUOY_METRICS_TOKEN_FILE: the file cannot be read: .*ENOENT/,
  ],
  [
    { BELLBUOY_METRICS_TOKEN_FILE: '/etc/hostname', BELLBUOY_METRICS_TOKEN: 'x' },
    /BELLBUOY_METRICS_TOKEN_FILE: BELLBUOY_METRICS_TOKEN is set too: set one of them/,
  ],
  [
    { BELLBUOY_METRICS_TOKEN_FILE: '/dev/null' },
    /BELLBUOY_METRICS_TOKEN_FILE must be|BELLBUOY_METRICS_TOKEN_FILE: .*must be/,
  ],
  [{ BELLBUOY_PORT_FILE: '/etc/hostname' }, /BELLBUOY_PORT_FILE: there is no setting of this name/],
] as const)('%j is a mistake that is named', async ([given, message]) => {
  await expect(configOf('', given)).rejects.toThrow(message)
})

test.for(examples)('$name is read from the file as $key', async ({ name, key, read, value }) => {
  expect(SETTINGS[name].key).toBe(key)
  const { [`BELLBUOY_${name}`]: _, ...others } = companions(name)
  expect(read(await configOf(fileOf(key, value), others))).toEqual(value)
})
