import { createPrivateKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { certificate } from '../../../test/support/receivers/tls.ts'
import { createSigningSecret } from '../../domain/target/signing-key.ts'
import type { TargetOptions } from '../../domain/options.ts'
import { readHttpOptions } from './read-http-options.ts'

const NOW_MS = Date.UTC(2026, 10, 24)
const own = certificate('localhost')
const other = certificate('wrong.example')

const read = (options: object, nowMs = NOW_MS) => readHttpOptions(options as TargetOptions, nowMs)

test.for([
  { timeout_seconds: 5, headers: { 'X-Api-Key': 'k' }, basic: { username: 'ci', password: '' } },
  { oauth2: { token_url: 'https://id.test/token', client_id: 'a', client_secret: 'b' } },
  { client_certificate: { certificate: own.cert, private_key: own.key }, ca: own.cert + other.cert },
  { proxy: { url: 'http://proxy.test:3128', no_proxy: ['.test', '10.0.0.0/8', 'fd00::/8', '*'] } },
  { rate_limit: { per_minute: 30, burst: 5 } },
  { headers: { 'X-Anchor': '⚓ Grüße' }, bearer: { token: 'пароль' } },
])('options that make sense are taken as they are: %j', (options) => {
  expect(read(options)).toEqual({ options })
})

test('a v1a secret comes with the key that verifies it', () => {
  const secret = createSigningSecret('v1a')
  const reading = read({ signing: { secret, public_key: 'forged' } })
  expect(reading).toEqual({ options: { signing: { secret, public_key: expect.stringMatching(/^whpk_/) } } })
})

const passphrase = 'anchor'
const sealedKey = createPrivateKey(own.key).export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase,
} as never)

test('an encrypted key needs its passphrase', () => {
  const withKey = (more: object) =>
    read({ client_certificate: { certificate: own.cert, private_key: sealedKey, ...more } })
  expect(withKey({ passphrase })).toHaveProperty('options')
  expect(withKey({})).toEqual({ fault: 'client_certificate.private_key is encrypted: give its passphrase' })
  expect(withKey({ passphrase: 'wrong' })).toEqual({
    fault: 'client_certificate.private_key cannot be opened with this passphrase',
  })
})

test('certificates are judged by the present', () => {
  const year2300 = Date.UTC(2300, 0)
  const shown = { client_certificate: { certificate: own.cert, private_key: own.key } }
  expect(read(shown, year2300)).toEqual({
    fault: expect.stringMatching(/^client_certificate.certificate has expired on 2\d{3}-/),
  })
  expect(read({ ca: own.cert }, year2300)).toEqual({ fault: expect.stringMatching(/^ca has expired on/) })
  expect(read({ ca: own.cert }, 0)).toEqual({ fault: expect.stringMatching(/^ca is not valid before/) })
})

test.for([
  [
    { client_certificate: { certificate: 'x', private_key: own.key } },
    'certificate is no certificate in PEM',
  ],
  [{ client_certificate: { certificate: own.cert } }, 'client_certificate.private_key is missing'],
  [{ client_certificate: { certificate: own.cert, private_key: 'x' } }, 'is no private key in PEM'],
  [
    { client_certificate: { certificate: own.cert, private_key: other.key } },
    'is not the key of the certificate',
  ],
  [{ ca: 'nothing' }, 'ca is no certificate in PEM'],
  [{ basic: { username: 'a:b' } }, 'basic.username holds a colon'],
  [{ bearer: {} }, 'bearer.token is missing'],
  [{ bearer: { token: 'a\nb' } }, 'bearer.token holds a character'],
  [
    { basic: { username: 'a' }, bearer: { token: 'b' } },
    'basic and bearer both set the Authorization header',
  ],
  [{ oauth2: { token_url: 'https://id.test', client_id: 'a' } }, 'oauth2.client_secret is missing'],
  [
    { oauth2: { token_url: 'ftp://id.test', client_id: 'a', client_secret: 'b' } },
    'oauth2.token_url: invalid scheme',
  ],
  [{ proxy: { url: 'socks5://proxy.test' } }, 'proxy.url: invalid scheme: socks5'],
  [{ proxy: { url: 'http://me:pw@proxy.test' } }, 'proxy.url holds a user or password'],
  [{ proxy: { url: 'http://proxy.test', no_proxy: ['10.0.0.0/99'] } }, '10.0.0.0/99 is no network'],
  [{ signing: {} }, 'signing.secret is missing'],
  [{ signing: { secret: 'short' } }, 'signing.secret: a signing secret is whsec_'],
  [{ rate_limit: {} }, 'rate_limit has either per_second or per_minute'],
  [{ rate_limit: { per_second: 1, per_minute: 1 } }, 'rate_limit has either'],
  [{ headers: { Authorization: 'x' } }, 'headers.Authorization is set by auth_header'],
  [{ headers: { 'Webhook-Id': 'x' } }, 'headers.Webhook-Id is a header that Bellbuoy'],
  [{ headers: { Connection: 'x' } }, 'headers.Connection is a header that Bellbuoy or the connection sets'],
  [{ headers: { 'Content-Length': '3' } }, 'headers.Content-Length is a header'],
  [{ headers: { 'a b': 'x' } }, 'headers.a b is no name of a header'],
  [{ headers: { 'x-a': 'b\r\nx-c: d' } }, 'headers.x-a holds a character that a header cannot carry'],
  [{ headers: { 'x-a': '\u001b[2J' } }, 'headers.x-a holds a character that a header cannot carry'],
  [{ headers: { 'x-a': ' padded' } }, 'headers.x-a holds a character that a header cannot carry'],
  [{ basic: { username: 'a\nb' } }, 'basic.username holds a control character'],
  [
    { proxy: { url: 'http://proxy.test', username: 'a', password: 'b\0' } },
    'proxy.password holds a control character',
  ],
  [{ headers: { 'X-A': '1', 'x-a': '2' } }, 'headers has x-a twice'],
] as const)('%j is refused', ([options, why]) => {
  expect(read(options)).toEqual({ fault: expect.stringContaining(why) })
})
