import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { openRegistry } from '../../src/registry/open-registry.ts'
import { creds, hasRegistry, users } from '../support/registry/registry-setup.ts'
import { imageIndexType, imageManifestType, writeImage, writeImageIndex } from '../support/registry/image.ts'
import { startRegistry } from '../support/registry/registry.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const access = { username: null, password: null, ca: null, skipCertVerify: false }

/** A reader of a registry, and what it logged. */
function readerOf(url: string, more: { username?: string; password?: string; timeoutMs?: number } = {}) {
  const { timeoutMs = 5000, ...account } = more
  const lines: string[] = []
  const log = createLog('info', { write: (line: string) => void lines.push(line) })
  const parts = { source: 'default', userAgent: 'Bellbuoy/test', timeoutMs, log, guard: null }
  const opened = openRegistry({ ...access, ...account, url }, parts)
  return { ...opened, lines, [Symbol.asyncDispose]: () => opened.client[Symbol.asyncDispose]() }
}

test.skipIf(!hasRegistry)(
  'a real registry says of an image and an index what they are and for which platforms',
  async () => {
    await using folder = await temporaryFolder('images')
    await using registry = await startRegistry({ htpasswd: users })
    const image = await writeImage(`${folder.path}/image`, 'read')
    const index = await writeImageIndex(`${folder.path}/index`, 'read')
    await skopeo.copy(image.source, `docker://${registry.host}/shop/web:v1`, { creds })
    await skopeo.copy(index.source, `docker://${registry.host}/shop/web:all`, { creds, all: true })
    await using asking = readerOf(`http://${registry.host}`, {
      username: creds.user,
      password: creds.password,
    })

    expect(await asking.reader.manifest('shop/web', image.digest)).toMatchObject({
      mediaType: imageManifestType,
      artifactType: 'application/vnd.oci.image.config.v1+json',
      platforms: ['linux/amd64'],
      subject: null,
      references: [{ digest: image.config.digest }, { digest: image.layer.digest }],
      isComplete: true,
    })
    expect(await asking.reader.manifest('shop/web', index.digest)).toMatchObject({
      mediaType: imageIndexType,
      platforms: ['linux/amd64', 'linux/arm64'],
      references: index.manifests.map(({ digest }) => ({ digest })),
    })
    expect(await asking.reader.manifest('shop/web', `sha256:${'0'.repeat(64)}`)).toBeNull()
    expect(asking.lines.at(-1)).toContain('the registry answers 404')
    expect(await asking.reader.digestOf('shop/web', 'v1')).toBe(image.digest)
    expect(await asking.reader.digestOf('shop/web', index.digest)).toBe(index.digest)
    const logged = asking.lines.length
    expect(await asking.reader.digestOf('shop/web', 'never')).toBeNull()
    expect(await asking.reader.digestOf('shop/nothing', 'v1')).toBeNull()
    expect(asking.lines).toHaveLength(logged)

    await using wrong = readerOf(`http://${registry.host}`, {
      username: creds.user,
      password: 'secret-guess',
    })
    expect(await wrong.reader.manifest('shop/web', image.digest)).toBeNull()
    expect(await wrong.reader.digestOf('shop/web', 'v1')).toBeUndefined()
    expect(wrong.lines.join('')).not.toContain('secret-guess')
  },
)

const subject = `sha256:${'5'.repeat(64)}`
const signature = JSON.stringify({
  schemaVersion: 2,
  mediaType: imageManifestType,
  artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
  config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: `sha256:${'6'.repeat(64)}`, size: 2 },
  layers: [],
  subject: { mediaType: imageManifestType, digest: subject, size: 400 },
})
const digest = `sha256:${createHash('sha256').update(signature).digest('hex')}`

/** A registry that wants a token, with a service that gives it to one account. */
async function startTokenRegistry(answer: string | null = signature) {
  const asked: { path: string; authorization: string; userAgent: string }[] = []
  const server = createServer(({ url = '', headers }, response) => {
    const { authorization = '', 'user-agent': userAgent = '' } = headers
    asked.push({ path: url, authorization, userAgent })
    const { port } = server.address() as AddressInfo
    if (url.startsWith('/token')) response.end(JSON.stringify({ token: 'the-token', expires_in: 300 }))
    else if (authorization !== 'Bearer the-token') {
      const challenge = `Bearer realm="http://127.0.0.1:${port}/token",service="test"`
      response.writeHead(401, { 'www-authenticate': challenge }).end()
    } else if (answer !== null) response.end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${port}`, asked, [Symbol.dispose]: close }
}

test('a registry with tokens is asked for one, with its account, once for several manifests of a repository', async () => {
  using registry = await startTokenRegistry()
  await using asking = readerOf(registry.url, { username: 'bell', password: 'b:uoy' })
  const manifest = await asking.reader.manifest('shop/web', digest)
  expect(manifest).toMatchObject({
    artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
    subject,
  })
  await asking.reader.manifest('shop/web', digest)
  const basic = `Basic ${Buffer.from('bell:b:uoy').toString('base64')}`
  expect(registry.asked.map(({ path, authorization }) => [path, authorization])).toEqual([
    [`/v2/shop/web/manifests/${digest}`, basic],
    ['/token?service=test&scope=repository%3Ashop%2Fweb%3Apull', basic],
    [`/v2/shop/web/manifests/${digest}`, 'Bearer the-token'],
    [`/v2/shop/web/manifests/${digest}`, 'Bearer the-token'],
  ])
  expect(registry.asked.every(({ userAgent }) => userAgent === 'Bellbuoy/test')).toBe(true)
})

test('those who ask for the same manifest at the same time share the answer', async () => {
  using registry = await startTokenRegistry()
  await using asking = readerOf(registry.url)
  const [one, two] = await Promise.all([1, 2].map(() => asking.reader.manifest('shop/web', digest)))
  expect(one).toBe(two)
  expect(registry.asked).toHaveLength(3)
})

test.for([
  ['nothing, for too long', null, 'it did not answer in time'],
  ['other bytes', `${signature} `, 'the answer has another digest'],
  ['more than a manifest may be', 'x'.repeat(5 * 1024 * 1024), 'the registry answers more than'],
] as const)('a registry that answers %s costs only what it would have told', async ([, answer, reason]) => {
  using registry = await startTokenRegistry(answer)
  await using asking = readerOf(registry.url, { timeoutMs: 700 })
  expect(await asking.reader.manifest('shop/web', digest)).toBeNull()
  expect(asking.lines.join('')).toContain(reason)
})

test('a registry that does not say within a second where a tag points says nothing', async () => {
  using silent = await startTokenRegistry(null)
  await using asking = readerOf(silent.url, { timeoutMs: 60_000 })
  const beganMs = performance.now()
  expect(await asking.reader.digestOf('shop/web', 'v1')).toBeUndefined()
  expect(performance.now() - beganMs).toBeLessThan(5000)
  expect(asking.lines.join('')).toContain('it did not answer in time')
})

test('a registry that answers without a digest says nothing about a tag', async () => {
  using registry = await startTokenRegistry()
  await using asking = readerOf(registry.url)
  expect(await asking.reader.digestOf('shop/web', 'v1')).toBeUndefined()
  expect(asking.lines.join('')).toContain('the answer names no digest')
})

test('a file of certificates that is not there ends the start with a reason', async () => {
  const settings = { REGISTRY_URL: 'https://registry.example.com', REGISTRY_CA: '/nowhere/ca.pem' }
  await expect(startTestApp({ settings })).rejects.toThrow('the certificates of REGISTRY_CA cannot be read')
})
