import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { freePort } from '../free-port.ts'
import { Program } from '../program.ts'
import { certificate } from '../receivers/tls.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'
import { LOGIN, type ReceivedMessage, type TestBroker } from './test-broker.ts'

/** A Redis server. */
export async function startRedisBroker(): Promise<TestBroker> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('redis')).path
  const [port, tlsPort] = [await freePort(), await freePort()]
  const { certPath, key } = certificate('localhost')
  await writeFile(join(folder, 'key.pem'), key)
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `tls-port ${tlsPort}`,
    `tls-cert-file ${certPath}`,
    `tls-key-file ${join(folder, 'key.pem')}`,
    'tls-auth-clients no',
    'save ""',
    `dir ${folder}`,
    `user default off`,
    `user ${LOGIN.username} on ">${LOGIN.password}" ~* +@all`,
  ]
  await writeFile(join(folder, 'redis.conf'), `${lines.join('\n')}\n`)
  const program = stack.use(
    new Program({
      command: 'redis-server',
      args: [join(folder, 'redis.conf')],
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    }),
  )
  const client = createClient({ ...LOGIN, socket: { host: '127.0.0.1', port } })
  client.on('error', () => undefined)
  await waitUntil(async () => (await client.connect(), true), {
    what: `redis-server serves:\n${program.output()}`,
    timeoutMs: 30_000,
  })
  stack.defer(() => client.destroy())
  await client.set('taken', 'no stream')
  const owned = stack.move()
  return {
    type: 'redis',
    port,
    tlsPort,
    addressAt: (at, host = '127.0.0.1') => `redis://${host}:${at}`,
    tlsAddress: `rediss://localhost:${tlsPort}`,
    options: { stream: 'hooks:{project}:{repository}:{event_type}' },
    place: 'hooks:team:team/app:PUSH_ARTIFACT',
    refused: { stream: 'taken' },
    async allow() {
      await client.del('taken')
    },
    async received() {
      const messages: ReceivedMessage[] = []
      for await (const keys of client.scanIterator({ TYPE: 'stream' }))
        for (const place of keys)
          for (const { message } of (await client.xRange(place, '-', '+')) ?? [])
            messages.push(received(place, message))
      return messages
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function received(place: string, message: Readonly<Record<string, string>>): ReceivedMessage {
  const { id = null, content_type: contentType = '', body = '', ...headers } = message
  return { place, contentType, id, headers, body }
}
