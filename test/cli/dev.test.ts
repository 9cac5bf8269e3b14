import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { Program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const script = fileURLToPath(new URL('../../scripts/dev.mjs', import.meta.url))

interface Dev extends AsyncDisposable {
  readonly program: Program
  /** Of the server. */
  readonly url: string
}

/** `npm run dev` after its set-up, with a data folder of its own. */
async function startDev(consolePort: number, args: readonly string[] = []): Promise<Dev> {
  await using stack = new AsyncDisposableStack()
  const { path: cwd } = stack.use(await temporaryFolder('dev'))
  const port = await freePort()
  const { PATH, HOME, TMPDIR } = process.env
  const env = { PATH, HOME, TMPDIR, BELLBUOY_PORT: `${port}`, DEV_PORT: `${consolePort}` }
  const program = stack.use(new Program({ command: process.execPath, args: [script, ...args], env, cwd }))
  // SIGKILL would leave its server behind.
  stack.defer(async () => {
    await program.kill('SIGTERM')
  })
  const owned = stack.move()
  return { program, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

test('npm run dev answers for server and console at one address, and Ctrl+C ends both', async () => {
  const consolePort = await freePort()
  await using dev = await startDev(consolePort)
  const { program } = dev
  const address = `http://127.0.0.1:${consolePort}`
  await waitUntil(() => program.output().includes(`Bellbuoy for development: ${address} `), {
    what: 'it says where it is',
    timeoutMs: 30_000,
  })
  expect(await (await fetch(`${address}/api/v2.0/ping`)).text()).toBe('Pong')
  expect(await (await fetch(address)).text()).toContain('<div id="root">')
  const { headers } = await fetch(`${address}/api/client/client.ts`)
  expect(headers.get('content-type'), 'a source of the console, not a call').toBe('text/javascript')

  expect(await program.kill('SIGINT')).toBe(0)
  expect(program.output(), 'the server ended in order').toContain('{"signal":"SIGTERM"}')
  await expect(fetch(address)).rejects.toThrow()
  await expect(fetch(dev.url)).rejects.toThrow()
})

test('npm run dev says that the port of the console is taken, and leaves no server behind', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  try {
    await using dev = await startDev(port)
    expect(await dev.program.exited, dev.program.output()).toBe(1)
    expect(dev.program.output()).toContain(
      `The console cannot start: port ${port} is in use: set DEV_PORT to another one\n`,
    )
    await expect(fetch(dev.url)).rejects.toThrow()
  } finally {
    other.close()
  }
})

test('npm run dev gives its arguments to the server, and ends when that cannot start', async () => {
  await using dev = await startDev(await freePort(), ['--config', 'nowhere.yml'])
  expect(await dev.program.exited).toBe(1)
  expect(dev.program.output()).toContain('nowhere.yml: ENOENT')
  expect(dev.program.output()).toContain('The server has ended, see above.\n')
})
