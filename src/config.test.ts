import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { type Config, ConfigError, readConfig } from './config.ts'

interface Given {
  readonly file?: string
  readonly environment?: Readonly<Record<string, string>>
}

async function configOf({ file: text = '', environment = {} }: Given): Promise<Config> {
  await using folder = await temporaryFolder('settings')
  const file = join(folder.path, 'bellbuoy.yml')
  writeFileSync(file, text)
  return readConfig({ file, environment })
}

async function mistakesOf(given: Given): Promise<readonly string[]> {
  const error = await configOf(given).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ConfigError)
  // Where the file lies is of no interest.
  return (error as ConfigError).mistakes.map((mistake) => mistake.replace(/^\/\S*\/bellbuoy\.yml/, 'FILE'))
}

test('the environment counts before the file, and the file before the default', async () => {
  const file = 'http: { host: 10.0.0.1, port: 1000 }'
  const config = await configOf({ file, environment: { BELLBUOY_PORT: '2000' } })
  expect(config).toMatchObject({ host: '10.0.0.1', port: 2000, logLevel: 'info' })
})

test('nothing of a configuration can be changed', async () => {
  const config = await configOf({})
  expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError)
  expect(() => Object.assign(config.retryRule, { maxRetry: 1 })).toThrow(TypeError)
})

test('a payload format that needs a template of its target is no default', async () => {
  expect(await mistakesOf({ environment: { BELLBUOY_DEFAULT_PAYLOAD_FORMAT: 'Template' } })).toEqual([
    'BELLBUOY_DEFAULT_PAYLOAD_FORMAT: must be a format that needs no option of the target, as Template needs template, but it is "Template"',
  ])
})

test('variables that are not ours are left alone', async () => {
  await expect(
    configOf({ environment: { PORT: 'x', BELLBUOYPORT: 'x', MY_BELLBUOY_PORT: 'x' } }),
  ).resolves.toMatchObject({ port: 8080 })
})

test('every mistake is named at once, with where it is and what is there', async () => {
  const file =
    'http: { port: high }\nlog: { level: loud }\nnotification: { webhook_factor: 0 }\nwind: strong\n'
  const environment = {
    BELLBUOY_TARGET_DENY: '10.0.0.0/40',
    BELLBUOY_WIND: 'strong',
    BELLBUOY_WEBHOOK_MAX_RETRY: '1.5',
  }
  expect((await mistakesOf({ file, environment })).toSorted()).toEqual([
    'BELLBUOY_TARGET_DENY: 10.0.0.0/40 is not a network such as 10.0.0.0/8, but it is "10.0.0.0/40"',
    'BELLBUOY_WEBHOOK_MAX_RETRY: must be a whole number from 0 to 100, but it is "1.5"',
    'BELLBUOY_WIND: there is no setting of this name',
    'FILE: http.port: must be a whole number from 0 to 65535, but it is "high"',
    'FILE: log.level: must be one of fatal, error, warn, info, debug, trace, silent, but it is "loud"',
    'FILE: notification.webhook_factor: must be a number from 1 to 100, but it is 0',
    'FILE: there is no setting wind',
  ])
})

test.for([
  ['PORT', '-1'],
  ['PORT', '65536'],
  ['PORT', ''],
  ['PORT', '80 80'],
  ['HOST', ''],
  ['TRUSTED_PROXIES', 'proxy.example.com'],
  ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ['TRUSTED_PROXIES', '::/00'],
  ['DATABASE_URL', 'bellbuoy.db'],
  ['DATABASE_URL', 'sqlite:'],
  ['EXTERNAL_URL', 'bell.example.com'],
  ['EXTERNAL_URL', 'http:///'],
  ['NOTIFICATION_ENABLE', 'yes'],
  ['WEBHOOK_INITIAL_WAIT_MS', '0'],
  ['WEBHOOK_MAX_WAIT_MS', 'NaN'],
  ['WEBHOOK_RANDOMIZATION', '1.1'],
  ['WEBHOOK_RANDOMIZATION', '-0.1'],
  ['WEBHOOK_TIMEOUT_MS', 'Infinity'],
  ['WEBHOOK_MAX_AGE_MS', '999'],
  ['TARGET_ALLOW', '10.0.0.0/8;11.0.0.0/8'],
  ['DEFAULT_PAYLOAD_FORMAT', 'default'],
  ['CREATE_PROJECTS', '1'],
  ['LOG_LEVEL', 'INFO'],
] as const)('%s cannot be %j, and the mistake says so', async ([name, value]) => {
  const mistakes = await mistakesOf({ environment: { [`BELLBUOY_${name}`]: value } })
  expect(mistakes).toHaveLength(1)
  expect(mistakes[0]).toMatch(new RegExp(`^BELLBUOY_${name}: .+, but it is `))
  expect(mistakes[0]?.endsWith(JSON.stringify(value))).toBe(true)
})

test('log-in by OpenID Connect that is half set up names all that is missing or wrong', async () => {
  const environment = { BELLBUOY_OIDC_NAME: 'Keycloak', BELLBUOY_OIDC_ENDPOINT: 'id.example.com' }
  expect(await mistakesOf({ file: 'oidc: { scope: [profile] }', environment })).toEqual([
    'BELLBUOY_OIDC_ENDPOINT: must be a URL that starts with http:// or https://, but it is "id.example.com"',
    'BELLBUOY_OIDC_CLIENT_ID is missing: log-in by OpenID Connect needs it, since OIDC_NAME is set',
    'BELLBUOY_OIDC_CLIENT_SECRET is missing: log-in by OpenID Connect needs it, since OIDC_NAME is set',
    'BELLBUOY_EXTERNAL_URL is missing: log-in by OpenID Connect needs it, since OIDC_NAME is set',
    'BELLBUOY_OIDC_SCOPE: must contain openid, without which there is no log-in',
  ])
})

test('log-in by OpenID Connect that nobody set up is not there', async () => {
  expect((await configOf({})).oidc).toBeNull()
})

test.for([
  ['http: 8080', 'FILE: http must be a group of settings'],
  [
    'notification: { webhook_max: 3 }',
    'FILE: there is no setting notification.webhook_max; did you mean notification.webhook_max_age_ms?',
  ],
  ['[http]', 'FILE: the file must be a group of settings'],
  [
    'source: { ignored_user_agents: [1] }',
    'FILE: source.ignored_user_agents: must be a list of texts, but it is [1]',
  ],
] as const)('a file with %j is refused', async ([file, mistake]) => {
  expect(await mistakesOf({ file })).toEqual([mistake])
})

test('a file that is not YAML is refused with the place of the fault', async () => {
  const [mistake] = await mistakesOf({ file: 'http: { port: 1\nlog:' })
  expect(mistake).toMatch(/^FILE: .*line 2/s)
})

test('a file that is named must be there', () => {
  const read = () => readConfig({ file: 'no-such-file.yml', environment: {} })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/no-such-file\.yml: ENOENT/)
})

test.for([
  ['admin_password: 20261121', 'admin_password'],
  ['source: { token: 20261121 }', 'source.token'],
  ['secret_key: 20261121', 'secret_key'],
  ['oidc: { client_secret: 20261121 }', 'oidc.client_secret'],
] as const)('the wrong secret of %j is named, but not shown', async ([file, key]) => {
  const mistakes = await mistakesOf({ file })
  expect(mistakes[0]).toMatch(new RegExp(`^FILE: ${key}: must be a text`))
  expect(mistakes.join()).not.toContain('20261121')
})

test.for(['two words', 'tab\tbed', 'line\nbreak', 'é'])(
  'a source token %j cannot travel in a header',
  async (token) => {
    const [mistake] = await mistakesOf({ environment: { BELLBUOY_SOURCE_TOKEN: token } })
    expect(mistake).toBe('BELLBUOY_SOURCE_TOKEN: must be a text of visible ASCII characters without spaces')
  },
)
