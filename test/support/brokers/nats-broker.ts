import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { type NatsConnection, connect } from '@nats-io/transport-node'
import { freePort } from '../free-port.ts'
import { Program } from '../program.ts'
import { certificate } from '../receivers/tls.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'
import { LOGIN, type ReceivedMessage, type TestBroker } from './test-broker.ts'

const STREAM = 'HOOKS'
const MAX_BYTES = 300_000

/** A NATS server with JetStream. */
export async function startNatsBroker(): Promise<TestBroker> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('nats')).path
  const plain = await startServer(stack, join(folder, 'plain'), '')
  const { certPath, key } = certificate('localhost')
  await writeFile(join(folder, 'key.pem'), key)
  const tls = `tls { cert_file: "${certPath}", key_file: "${join(folder, 'key.pem')}" }`
  const secure = await startServer(stack, join(folder, 'tls'), tls)
  for (const { connection } of [plain, secure]) await addStream(connection, STREAM, 'hooks.>')
  const owned = stack.move()
  return {
    type: 'nats',
    port: plain.port,
    tlsPort: secure.port,
    addressAt: (port, host = '127.0.0.1') => `nats://${host}:${port}`,
    tlsAddress: `tls://localhost:${secure.port}`,
    options: { subject: 'hooks.{project}.{repository}.{event_type}' },
    place: 'hooks.team.team/app.PUSH_ARTIFACT',
    refused: { subject: 'later.{project}' },
    allow: () => addStream(plain.connection, 'LATER', 'later.>'),
    received: async () =>
      (await Promise.all([plain, secure].map(({ connection }) => messagesOf(connection)))).flat(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

interface Server {
  readonly port: number
  readonly connection: NatsConnection
}

async function startServer(stack: AsyncDisposableStack, folder: string, more: string): Promise<Server> {
  const port = await freePort()
  const config = `${folder}.conf`
  const users = `authorization { users: [ { user: "${LOGIN.username}", password: "${LOGIN.password}" } ] }`
  const lines = [`listen: "127.0.0.1:${port}"`, `jetstream { store_dir: "${folder}" }`, users, more]
  await writeFile(config, lines.join('\n'))
  const env = { PATH: process.env['PATH'] }
  const program = stack.use(new Program({ command: 'nats-server', args: ['-c', config], cwd: '/', env }))
  const { cert: ca } = certificate('localhost')
  const connection = await waitUntil(
    () =>
      connect({
        servers: `localhost:${port}`,
        user: LOGIN.username,
        pass: LOGIN.password,
        ...(more !== '' && { tls: { ca } }),
      }),
    { what: `nats-server serves:\n${program.output()}`, timeoutMs: 30_000 },
  )
  stack.defer(() => connection.close())
  return { port, connection }
}

async function addStream(connection: NatsConnection, name: string, subject: string): Promise<void> {
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name, subjects: [subject], max_msg_size: MAX_BYTES })
}

async function messagesOf(connection: NatsConnection): Promise<readonly ReceivedMessage[]> {
  const manager = await jetstreamManager(connection)
  const messages: ReceivedMessage[] = []
  for await (const { name, state } of namedStreams(manager)) {
    const stream = await jetstream(connection).streams.get(name)
    for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq++) {
      const message = await stream.getMessage({ seq })
      if (message === null) continue
      const headers = Object.fromEntries(
        [...message.header].map(([header, values]) => [header, values.join(', ')]),
      )
      messages.push({
        place: message.subject,
        contentType: headers['content-type'] ?? '',
        id: headers['Nats-Msg-Id'] ?? null,
        headers,
        body: message.string(),
      })
    }
  }
  return messages
}

async function* namedStreams(manager: Awaited<ReturnType<typeof jetstreamManager>>) {
  for await (const { config, state } of manager.streams.list()) yield { name: config.name, state }
}
