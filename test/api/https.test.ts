import { X509Certificate } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { connect as connectPlain } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { Agent, request } from 'undici'
import { expect, test } from 'vitest'
import { LiveStream } from '../support/app/live-stream.ts'
import { adminPassword, sourceToken } from '../support/app/bellbuoy-process.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { freePort } from '../support/free-port.ts'
import { startListen } from '../support/listen/listen-process.ts'
import { type CertificateName, certificate } from '../support/receivers/tls.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const authorization = `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}`

/** The files of a certificate in a folder, and how an ACME client puts others in their place. */
function certificateFiles(dir: string, shown: CertificateName) {
  const certFile = join(dir, 'cert.pem')
  const keyFile = join(dir, 'key.pem')
  const replace = (file: string, content: string): void => {
    writeFileSync(`${file}.new`, content)
    renameSync(`${file}.new`, file)
  }
  const show = (name: CertificateName): void => {
    replace(keyFile, certificate(name).key)
    replace(certFile, certificate(name).cert)
  }
  show(shown)
  return { certFile, keyFile, show, replace, settings: { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } }
}

/** Calls of a client that trusts this certificate alone. */
function clientTrusting(name: CertificateName, url: string): AsyncDisposable & { call: typeof call } {
  const dispatcher = new Agent({ connect: { ca: certificate(name).cert, servername: name } })
  async function call(path: string, { method = 'GET', headers = {}, body = '' } = {}) {
    return request(new URL(path, url), { method, headers, body: method === 'GET' ? null : body, dispatcher })
  }
  return { call, [Symbol.asyncDispose]: () => dispatcher.destroy() }
}

/** The name in the certificate that a new connection is shown; null when it cannot be opened. */
async function shownTo(
  url: string,
  options: { readonly maxVersion?: 'TLSv1.1' } = {},
): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const { hostname: host, port } = new URL(url)
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false, ...options })
  socket.once('secureConnect', () => resolve(String(socket.getPeerCertificate().subject.CN)))
  socket.once('error', () => resolve(null))
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}

test('with a certificate console, log-in, API and notifications go by HTTPS', async () => {
  await using folder = await temporaryFolder()
  const { settings } = certificateFiles(folder.path, 'localhost')
  await using app = await startTestApp({ settings })
  await using client = clientTrusting('localhost', app.url)
  expect(app.url).toMatch(/^https:/)
  const page = await client.call('/', { headers: { accept: 'text/html' } })
  expect(await page.body.text()).toContain('<div id="root">')
  const login = await client.call('/c/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ principal: 'admin', password: adminPassword }).toString(),
  })
  expect(login.statusCode).toBe(200)
  expect(String(login.headers['set-cookie'])).toContain('Secure')
  const notified = await client.call('/service/notifications', {
    method: 'POST',
    headers: { authorization: `Bearer ${sourceToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(envelope([pushEvent({ repository: 'shop/web' })])),
  })
  expect(notified.statusCode).toBe(200)
})

test('the second address of the figures shows the certificate as well', async () => {
  await using folder = await temporaryFolder()
  const { settings } = certificateFiles(folder.path, 'localhost')
  const port = await freePort()
  await using app = await startTestApp({ settings: { ...settings, METRICS_PORT: String(port) } })
  expect(app.url).not.toContain(String(port))
  await using client = clientTrusting('localhost', `https://127.0.0.1:${port}`)
  expect((await client.call('/health')).statusCode).toBe(200)
})

test('a new certificate counts for new connections, and a live stream that is open goes on', async () => {
  await using folder = await temporaryFolder()
  const { settings, show } = certificateFiles(folder.path, 'localhost')
  await using app = await startTestApp({ settings })
  await using client = clientTrusting('localhost', app.url)
  const { statusCode, headers, body } = await client.call('/api/v2.0/webhook/live', {
    headers: { authorization },
  })
  await using stream = new LiveStream({ status: statusCode, headers, body })
  await waitUntil(() => stream.text !== '', { what: 'the stream is open' })
  show('wrong.example')
  await waitUntil(async () => (await shownTo(app.url)) === 'wrong.example', {
    what: 'the new certificate is shown',
  })
  await using other = clientTrusting('wrong.example', app.url)
  const { statusCode: accepted } = await other.call('/service/notifications', {
    method: 'POST',
    headers: { authorization: `Bearer ${sourceToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(envelope([pushEvent({ repository: 'shop/web' })])),
  })
  expect(accepted).toBe(200)
  expect(await stream.notice(0)).toBeDefined()
  expect(stream.hasEnded).toBe(false)
})

test('files that cannot be used change nothing but the log, until they can', async () => {
  await using folder = await temporaryFolder()
  const { settings, certFile, replace, show } = certificateFiles(folder.path, 'localhost')
  await using app = await startTestApp({ settings })
  replace(certFile, 'half a certif')
  const logged = () => app.log.find(({ msg }) => String(msg).startsWith('the certificate changed and cannot'))
  const { reason } = await waitUntil(logged, { what: 'the log says that the file cannot be used' })
  expect(reason).toBe(`${certFile} has no certificate in PEM`)
  expect(await shownTo(app.url)).toBe('localhost')
  show('wrong.example')
  await waitUntil(async () => (await shownTo(app.url)) === 'wrong.example', {
    what: 'the repaired certificate is shown',
  })
})

test('a certificate that ends soon, or a new one that cannot be used, is a problem until a good one is in use', async () => {
  await using folder = await temporaryFolder()
  const { certFile, settings, show, replace } = certificateFiles(folder.path, 'expired')
  await using app = await startTestApp({ settings })
  const problems = async () =>
    (await app.store.problems.open()).filter(({ kind }) => kind === 'certificate_ending')
  const openBecause = (cause: string) =>
    waitUntil(async () => (await problems()).some((problem) => problem.cause === cause), {
      what: `a problem is open because of ${cause}`,
      timeoutMs: 60_000,
    })

  await openBecause('certificate_ending')
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } })
  const { body } = await request(`${app.url}/metrics`, { dispatcher, headers: { authorization } })
  const metrics = await body.text()
  await dispatcher.destroy()
  const ends = Number(/^bellbuoy_certificate_expiry_timestamp_seconds (\d+)$/m.exec(metrics)?.[1])
  expect(ends * 1000).toBe(Date.parse(new X509Certificate(certificate('expired').cert).validTo))

  replace(certFile, 'no certificate')
  await openBecause('certificate_unread')
  expect((await problems())[0]?.reason).toMatch(/cert\.pem has no certificate in PEM; the certificate of /)

  show('localhost')
  await waitUntil(async () => (await problems()).length === 0, { what: 'it is over', timeoutMs: 60_000 })
}, 120_000)

test('clients that only speak versions before TLS 1.2, or plain HTTP, get no connection and harm no other', async () => {
  await using folder = await temporaryFolder()
  const { settings } = certificateFiles(folder.path, 'localhost')
  await using app = await startTestApp({ settings })
  expect(await shownTo(app.url, { maxVersion: 'TLSv1.1' })).toBeNull()
  const plain = connectPlain({ port: Number(new URL(app.url).port), host: '127.0.0.1' })
  plain.end('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  expect(await text(plain)).not.toContain('200')
  expect(await shownTo(app.url)).toBe('localhost')
})

test.for<[string, (files: ReturnType<typeof certificateFiles>) => void, RegExp]>([
  [
    'a key of another',
    ({ keyFile, replace }) => replace(keyFile, certificate('client').key),
    /key\.pem is not that of/,
  ],
  [
    'no certificate',
    ({ certFile, replace }) => replace(certFile, 'no'),
    /cert\.pem has no certificate in PEM/,
  ],
  ['no key', ({ keyFile, replace }) => replace(keyFile, 'no'), /key\.pem has no private key in PEM/],
])('a start with %s ends with an error that names the file', async ([, spoil, message]) => {
  await using folder = await temporaryFolder()
  const files = certificateFiles(folder.path, 'localhost')
  spoil(files)
  await expect(startTestApp({ settings: files.settings })).rejects.toThrow(message)
})

test('an expired certificate, and an address that says http, get a warning', async () => {
  await using folder = await temporaryFolder()
  const { settings } = certificateFiles(folder.path, 'expired')
  await using app = await startTestApp({ settings: { ...settings, EXTERNAL_URL: 'http://buoy.example.com' } })
  const warnings = app.log.map(({ msg }) => msg)
  expect(warnings).toContain('the certificate of this server has expired: renew it')
  expect(warnings).toContain(
    'EXTERNAL_URL begins with http://, but this server speaks HTTPS: links lead nowhere',
  )
})

test('the listener shows a certificate too', async () => {
  await using folder = await temporaryFolder()
  const { certFile, keyFile } = certificateFiles(folder.path, 'localhost')
  const args = ['--exec', '/bin/true', '--tls-cert-file', certFile, '--tls-key-file', keyFile]
  await using listener = await startListen({ dir: folder.path, args })
  await using client = clientTrusting('localhost', listener.url)
  const answer = await client.call('/', { method: 'POST', body: '{}' })
  expect(answer.statusCode).toBe(202)
})
