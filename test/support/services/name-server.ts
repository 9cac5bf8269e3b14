import { execFileSync } from 'node:child_process'
import { type Socket, createSocket } from 'node:dgram'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { temporaryFolder } from '../temporary-folder.ts'

/** What the server says of a name: an IPv4 address, perhaps after a while, or what else it does. */
export type NameAnswer =
  | string
  | { readonly address: string; readonly afterMs: number }
  | { readonly does: 'refuse' | 'fail' | 'hang' | 'babble' }

/** A DNS server (RFC 1035) of which a process can be made to ask. */
export interface NameServer extends AsyncDisposable {
  /** Of each name; a name that is not here does not exist. May change at any time. */
  readonly names: Map<string, NameAnswer>
  /** A command that becomes the one that follows it, with this server as the only one. Linux, as root. */
  readonly within: readonly string[]
}

const NO_SUCH_NAME = 3
const CODES = { refuse: 5, fail: 2 } as const
const ADDRESS_TYPE = 1

export async function startNameServer(): Promise<NameServer> {
  await using stack = new AsyncDisposableStack()
  const names = new Map<string, NameAnswer>()
  // An address of its own on the loopback interface, since every name server has the same port.
  const address = `127.53.${Math.floor(Math.random() * 256)}.${1 + Math.floor(Math.random() * 254)}`
  const socket = createSocket('udp4')
  stack.defer(() => void socket.close())
  socket.on('message', (query, { port, address: asker }) => {
    void answerTo(query, names).then((answer) => {
      if (answer !== null) send(socket, answer, port, asker)
    })
  })
  socket.bind(53, address)
  await once(socket, 'listening')
  const folder = stack.use(await temporaryFolder('names'))
  const file = join(folder.path, 'resolv.conf')
  await writeFile(file, `nameserver ${address}\n`)
  const owned = stack.move()
  return {
    names,
    within: ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /etc/resolv.conf && exec "$@"', file],
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Why no process on this machine can be given a name server of its own, or null. */
export async function nameServerFault(): Promise<string | null> {
  try {
    await using server = await startNameServer()
    const [command = '', ...args] = server.within
    execFileSync(command, [...args, 'true'], { stdio: 'pipe' })
    return null
  } catch (error) {
    return String(error)
  }
}

function send(socket: Socket, answer: Buffer, port: number, address: string): void {
  try {
    socket.send(answer, port, address)
  } catch {
    // The test is over.
  }
}

async function answerTo(query: Buffer, names: NameServer['names']): Promise<Buffer | null> {
  const { name, end } = questionOf(query)
  const question = query.subarray(12, end)
  const isForAddress = query.readUInt16BE(end - 4) === ADDRESS_TYPE
  const says = names.get(name)
  const reply = (code: number, address: string | null): Buffer =>
    Buffer.concat([headerOf(query, code, address === null ? 0 : 1), question, recordOf(address)])
  if (says === undefined) return reply(NO_SUCH_NAME, null)
  if (typeof says === 'string') return reply(0, isForAddress ? says : null)
  if ('afterMs' in says) {
    await delay(says.afterMs)
    return reply(0, isForAddress ? says.address : null)
  }
  if (says.does === 'hang') return null
  return says.does === 'babble' ? Buffer.from('no answer at all') : reply(CODES[says.does], null)
}

/** The name that a query is about, and where its question ends. */
function questionOf(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.'), end: at + 5 }
}

function headerOf(query: Buffer, code: number, answers: number): Buffer {
  const header = Buffer.alloc(12)
  query.copy(header, 0, 0, 2)
  // An answer, recursion wanted and available.
  header.writeUInt16BE(0x8180 | code, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(answers, 6)
  return header
}

/** A record of the name that was asked for, good for this once. */
function recordOf(address: string | null): Buffer {
  if (address === null) return Buffer.alloc(0)
  const bytes = address.split('.').map(Number)
  return Buffer.from([0xc0, 12, 0, ADDRESS_TYPE, 0, 1, 0, 0, 0, 0, 0, 4, ...bytes])
}
