import { connect } from 'node:net'
import { type RawRequest, rawRequest } from './raw-request.ts'
import { type Scene, type Story, randomName } from './scene.ts'
import { pushed } from './stories.ts'

const IMAGE = 'application/vnd.oci.image.manifest.v1+json'
const MIB = 1024 * 1024
/** The largest manifest that the registry takes. */
const LARGEST_MANIFEST = 4 * MIB
const LONG = 'x'.repeat(1100)
/** As far as HTTP allows control characters and bytes beyond ASCII. */
const USER_AGENTS = [LONG, 'a\tb', '\xff\xfe\x80', 'quo"te\\', '%s %n ${x}', '\x80'.repeat(2000), '']
const HOSTS = [`${LONG}.example.com`, "a!$&'()*+,;=_~", '[::1%25x]:1', 'EVIL.example:99999']

/** Those who mean ill to the registry. What it answers 2xx to counts like anybody's request. */
export const HOSTILE_CLIENTS = {
  async 'pulls with any user agent and host'(scene: Scene) {
    const [, , repository] = await pushed(scene)
    const pull = (headers: RawRequest['headers']) =>
      rawRequest(scene.host, {
        line: `GET /v2/${repository}/manifests/v1`,
        headers: { accept: IMAGE, ...headers },
      })
    for (const userAgent of USER_AGENTS) await pull({ 'user-agent': userAgent })
    for (const host of HOSTS) await pull({ 'user-agent': randomName(), host })
  },

  async 'manifests of unknown types, and what is none'(scene: Scene) {
    const [ci, image, repository] = await pushed(scene)
    for (const type of ['application/vnd.evil+json', `a/${LONG}`, '', '\xff']) await put(type, image.body)
    for (const body of ['{', 'null', '[]', '{"schemaVersion":2}', '\0']) await put(IMAGE, body)
    const odd = await ci.image(randomName(), `application/vnd.evil.${LONG}+json`)
    await ci.push(odd, 'odd')

    function put(type: string, body: string): Promise<number> {
      const line = `PUT /v2/${repository}/manifests/evil`
      return rawRequest(scene.host, { line, headers: { 'content-type': type }, body })
    }
  },

  async 'the largest manifests'(scene: Scene) {
    const ci = scene.client('ci')(scene.repository())
    const config = await ci.blob('{}', 'application/vnd.oci.image.config.v1+json')
    const layer = await ci.blob(randomName(), `application/vnd.evil.${randomName()}`)
    await ci.push(
      ci.manifest({ config, layers: [], annotations: { large: 'x'.repeat(LARGEST_MANIFEST - 1000) } }),
      'v1',
    )
    const count = Math.floor((LARGEST_MANIFEST - 1000) / (JSON.stringify(layer).length + 1))
    await ci.push(ci.manifest({ config, layers: Array.from({ length: count }, () => layer) }), 'v2')
    await ci.pull('v2')
  },

  async 'requests that break off'(scene: Scene) {
    const [ci, { body }, repository] = await pushed(scene)
    const { location } = await ci.send('POST', 'blobs/uploads/')
    const upload = new URL(String(location), `http://${scene.host}`)
    const half = { headers: { 'content-type': IMAGE }, breaksOffAfter: 100 }
    await rawRequest(scene.host, { ...half, line: `PUT /v2/${repository}/manifests/half`, body })
    const line = `PATCH ${upload.pathname}${upload.search}`
    await rawRequest(scene.host, { ...half, line, body: 'x'.repeat(MIB) })
    await ci.push(await ci.image(randomName()), 'whole')
  },

  async 'deletions of what is not there'(scene: Scene) {
    const [ci, { digest }, repository] = await pushed(scene)
    for (const path of [
      `manifests/sha256:${'0'.repeat(64)}`,
      'manifests/v1',
      `blobs/${digest}`,
      'manifests/..',
    ])
      await rawRequest(scene.host, { line: `DELETE /v2/${repository}/${path}`, headers: {} })
    await ci.push(await ci.image(randomName()), 'v2')
  },
} satisfies Readonly<Record<string, Story>>

/** Those who mean ill to Bellbuoy: they know where a registry reports, but not its token. */
export async function postAsStranger(host: string): Promise<readonly number[]> {
  const event = JSON.stringify({ events: [{ id: randomName(), action: 'push' }] })
  const wrong = { authorization: `Bearer ${randomName()}`, 'content-type': 'application/json' }
  const post = (headers: RawRequest['headers'], body: string | Buffer = event) =>
    rawRequest(host, { line: 'POST /service/notifications', headers, body })
  return [
    await post({}),
    await post(wrong),
    await post({ ...wrong, authorization: 'Bearer ' }),
    await post({ ...wrong, authorization: `Basic ${LONG}` }),
    await post({ ...wrong, 'user-agent': '\xff'.repeat(2000) }),
    await post(wrong, '{"events":['),
    await post(wrong, '[1'.repeat(1000)),
    await post({ ...wrong, 'content-length': String(64 * MIB) }, 'x'.repeat(1000)),
  ]
}

/** Connections that begin a request and never end it. */
export function openHalfRequests(host: string, count: number): Disposable {
  const { hostname, port } = new URL(`http://${host}`)
  const head = `POST /service/notifications HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${64 * MIB}\r\n`
  const sockets = Array.from({ length: count }, (_, index) => {
    const socket = connect(Number(port), hostname).on('error', () => undefined)
    socket.write(index % 2 === 0 ? head : `${head}\r\n{"events":[`)
    return socket
  })
  return {
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
