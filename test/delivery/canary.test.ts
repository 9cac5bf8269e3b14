import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSigningSecret } from '../../src/domain/target/signing-key.ts'
import { mailLogin, startMailServer } from '../support/receivers/mail-server.ts'
import { startProxy } from '../support/receivers/proxy.ts'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { certificate } from '../support/receivers/tls.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

test('no secret of a target stands in an answer, a log line, a record or the database', async () => {
  await using identity = await startReceiver({
    respond: () => ({ status: 200, body: '{"access_token":"canary-token","expires_in":60}' }),
  })
  await using receiver = await startReceiver({
    respond: ({ path }) => ({ status: path === '/ok' ? 200 : 403 }),
  })
  await using mail = await startMailServer()
  await using proxy = await startProxy()
  await using app = await startTestApp({
    needsFile: true,
    settings: { WEBHOOK_MAX_RETRY: '0', LOG_LEVEL: 'trace' },
  })
  const own = certificate('client')
  const signing = createSigningSecret('v1')
  const oauth2 = { token_url: identity.url(), client_id: 'bell', client_secret: 'canary-client' }
  const login = { username: 'ci', password: 'canary-proxy' }
  const targets = [
    ...['/ok', '/no'].flatMap((path) => [
      { address: receiver.url(path), auth_header: 'canary-auth-header' },
      { address: receiver.url(path), secret: 'canary-secret' },
      {
        address: receiver.url(path),
        options: { headers: { 'x-key': 'canary-header' }, signing: { secret: signing } },
      },
      { address: receiver.url(path), options: { basic: { username: 'ci', password: 'canary-basic' } } },
      { address: receiver.url(path), options: { bearer: { token: 'canary-bearer' } } },
      { address: receiver.url(path), options: { oauth2, proxy: { url: proxy.url, ...login } } },
    ]),
    {
      address: receiver.url('/ok'),
      options: {
        client_certificate: { certificate: own.cert, private_key: own.key, passphrase: 'canary-phrase' },
      },
    },
    ...[mailLogin.password, 'canary-mail'].map((password) => ({
      type: 'email',
      address: 'ops@acme.test',
      options: {
        smtp: { host: 'localhost', port: mail.port, username: mailLogin.username, password },
        from: 'bell@acme.test',
        ca: certificate('localhost').cert,
      },
    })),
  ]
  const policy = await createPolicy(app.api, { targets })
  await push(app)
  const executions = await policy.ended(targets.length, 20_000)

  const answers = [
    await app.api.get('/api/v2.0/projects/team/webhook/policies'),
    await app.api.get('/api/v2.0/projects/team/webhook/deliveries'),
    await app.api.get('/api/v2.0/audit-logs'),
    ...(await Promise.all(executions.map(({ id }) => policy.log(id)))),
  ]
  const folder = String(app.rows('pragma database_list')[0]?.['file']).replace(/\/[^/]*$/, '')
  const database = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
  const rows = app.rows('select * from attempt')
  const shown = [JSON.stringify(answers), JSON.stringify(app.log), JSON.stringify(rows), ...database].join(
    '\n',
  )
  const [, keyLine = ''] = own.key.split('\n')
  const basic = ['ci:canary-basic', 'ci:canary-proxy'].map((text) => Buffer.from(text).toString('base64'))
  const secrets = ['canary-', mailLogin.password, signing, keyLine, ...basic]
  expect(shown.length).toBeGreaterThan(10_000)
  expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
})
