import { execFile } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { connectAsync } from 'mqtt'
import { freePort } from '../free-port.ts'
import { Program } from '../program.ts'
import { certificate } from '../receivers/tls.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { waitUntil } from '../wait-until.ts'
import { LOGIN, type ReceivedMessage, type TestBroker } from './test-broker.ts'

/** An Eclipse Mosquitto broker. */
export async function startMosquittoBroker(): Promise<TestBroker> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('mosquitto')).path
  const at = (name: string): string => join(folder, name)
  const [port, tlsPort] = [await freePort(), await freePort()]
  const { certPath, key } = certificate('localhost')
  await writeFile(at('key.pem'), key)
  await writeFile(at('acl'), acl('hooks/#'))
  await promisify(execFile)('mosquitto_passwd', ['-b', '-c', at('passwords'), LOGIN.username, LOGIN.password])
  const lines = [
    `listener ${port} 127.0.0.1`,
    `listener ${tlsPort} 127.0.0.1`,
    `certfile ${certPath}`,
    `keyfile ${at('key.pem')}`,
    'allow_anonymous false',
    `password_file ${at('passwords')}`,
    `acl_file ${at('acl')}`,
    'user root',
  ]
  await writeFile(at('mosquitto.conf'), `${lines.join('\n')}\n`)
  await chmod(folder, 0o755)
  const program = stack.use(
    new Program({
      command: 'mosquitto',
      args: ['-c', at('mosquitto.conf')],
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    }),
  )
  const client = await waitUntil(
    () => connectAsync(`mqtt://127.0.0.1:${port}`, { ...LOGIN, protocolVersion: 5 }, false),
    { what: `mosquitto serves:\n${program.output()}`, timeoutMs: 30_000 },
  )
  stack.defer(() => client.endAsync(true))
  const messages: ReceivedMessage[] = []
  client.on('message', (place, payload, { properties }) => {
    const headers = { ...properties?.userProperties } as Record<string, string>
    const { contentType = '' } = properties ?? {}
    messages.push({ place, contentType, id: null, headers, body: payload.toString() })
  })
  await client.subscribeAsync(['hooks/#', 'later/#'], { qos: 1 })
  const owned = stack.move()
  return {
    type: 'mqtt',
    port,
    tlsPort,
    addressAt: (other, host = '127.0.0.1') => `mqtt://${host}:${other}`,
    tlsAddress: `mqtts://localhost:${tlsPort}`,
    options: { topic: 'hooks/{project}/{repository}/{event_type}' },
    place: 'hooks/team/team/app/PUSH_ARTIFACT',
    refused: { topic: 'later/{project}' },
    async allow() {
      await writeFile(at('acl'), `${acl('hooks/#')}${acl('later/#')}`)
      program.signal('SIGHUP')
    },
    received: () => Promise.resolve(messages),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function acl(topic: string): string {
  return `user ${LOGIN.username}\ntopic readwrite ${topic}\ntopic read #\n`
}
