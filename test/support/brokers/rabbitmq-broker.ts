import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Channel, connect } from 'amqplib'
import { freePort } from '../free-port.ts'
import { Program } from '../program.ts'
import { certificate } from '../receivers/tls.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'
import { LOGIN, type ReceivedMessage, type TestBroker } from './test-broker.ts'

/** Where Debian has it: the command on the path may be used by root and one user alone. */
const COMMANDS = '/usr/lib/rabbitmq/bin'

/** A RabbitMQ broker. */
export async function startRabbitMqBroker(): Promise<TestBroker> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('rabbitmq')).path
  const at = (name: string): string => join(folder, name)
  const [port, tlsPort, namesPort, peersPort] = await freePorts()
  const { certPath, key } = certificate('localhost')
  await writeFile(at('key.pem'), key)
  await writeFile(at('.erlang.cookie'), randomBytes(20).toString('hex'), { mode: 0o400 })
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${port}`,
    `listeners.ssl.1 = 127.0.0.1:${tlsPort}`,
    `ssl_options.certfile = ${certPath}`,
    `ssl_options.keyfile = ${at('key.pem')}`,
    'ssl_options.verify = verify_none',
    'default_vhost = hooks/of all',
    'log.console = true',
    'log.file = false',
  ]
  await writeFile(at('rabbitmq.conf'), `${lines.join('\n')}\n`)
  await writeFile(
    at('advanced.config'),
    `[{rabbit, [{default_user, ${binary(LOGIN.username)}}, {default_pass, ${binary(LOGIN.password)}}]}].\n`,
  )
  await writeFile(at('plugins'), '[].\n')
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    ERL_EPMD_PORT: String(namesPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `test${port}@localhost`,
    RABBITMQ_DIST_PORT: String(peersPort),
    RABBITMQ_CONFIG_FILE: at('rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: at('advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('plugins'),
    RABBITMQ_MNESIA_BASE: at('data'),
    RABBITMQ_LOG_BASE: at('log'),
    // Without it the server is a child of the process that was started, and outlives it.
    RUNNING_UNDER_SYSTEMD: 'yes',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none',
  }
  await chmod(folder, 0o700)
  // It runs on for other nodes; this one has it for itself.
  stack.defer(() =>
    promisify(execFile)('epmd', ['-port', String(namesPort), '-kill'], { env }).then(nothing, nothing),
  )
  const program = stack.use(new Program({ command: `${COMMANDS}/rabbitmq-server`, cwd: folder, env }))
  const url = { hostname: '127.0.0.1', port, vhost: 'hooks/of all', ...LOGIN }
  const connection = await waitUntil(() => connect(url), {
    what: `RabbitMQ serves:\n${program.output()}`,
    timeoutMs: 120_000,
  })
  stack.defer(() => connection.close().then(nothing, nothing))
  const channel = await connection.createChannel()
  await channel.assertExchange('registry', 'topic')
  const queue = await bound(channel, 'hooks.#')
  const messages: ReceivedMessage[] = []
  await channel.consume(queue, (message) => {
    if (message === null) return
    const { contentType, messageId, headers = {} } = message.properties
    const { routingKey: place } = message.fields
    const body = message.content.toString()
    messages.push({ place, contentType, id: messageId, headers, body })
    channel.ack(message)
  })
  const owned = stack.move()
  const vhost = encodeURIComponent('hooks/of all')
  return {
    type: 'amqp',
    port,
    tlsPort,
    addressAt: (other, host = '127.0.0.1') => `amqp://${host}:${other}/${vhost}`,
    tlsAddress: `amqps://localhost:${tlsPort}/${vhost}`,
    options: { exchange: 'registry', routing_key: 'hooks.{project}.{repository}.{event_type}' },
    place: 'hooks.team.team/app.PUSH_ARTIFACT',
    refused: { exchange: 'registry', routing_key: 'later.{project}' },
    async allow() {
      await channel.bindQueue(queue, 'registry', 'later.#')
    },
    received: () => Promise.resolve(messages),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function bound(channel: Channel, pattern: string): Promise<string> {
  const { queue } = await channel.assertQueue('hooks', { durable: true })
  await channel.bindQueue(queue, 'registry', pattern)
  return queue
}

/** A text as Erlang writes it in UTF-8, which `rabbitmq.conf` cannot hold. */
function binary(text: string): string {
  return `<<${[...Buffer.from(text)].join(',')}>>`
}

async function freePorts(): Promise<readonly [number, number, number, number]> {
  return [await freePort(), await freePort(), await freePort(), await freePort()]
}

const nothing = (): void => undefined
