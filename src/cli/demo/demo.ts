import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { randomInt } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBellbuoy } from './bellbuoy.ts'
import { createPolicy } from './create-policy.ts'
import { endSignal, exitCodeOf } from './end-signal.ts'
import { pushImage } from './push-image.ts'
import { startReceiver } from './receiver.ts'
import { findRegistryProgram, startRegistry } from './registry.ts'
import { replayPush } from './replay-push.ts'
import { say, step } from './say.ts'
import { showRecord } from './show-record.ts'
import { showWhatNext } from './show-what-next.ts'
import { waitUntil } from './wait-until.ts'

/**
 * Starts a registry, Bellbuoy and a receiver on this machine, pushes an image, shows its webhook, and removes everything again.
 *
 * @param keep leaves it all running until Ctrl+C
 */
export async function demo(keep: boolean): Promise<void> {
  const running = new AsyncDisposableStack()
  let exitCode = 1
  try {
    exitCode = await Promise.race([show(running, keep).then(() => 0), endSignal().then(exitCodeOf(keep))])
  } catch (error) {
    console.error(error)
  } finally {
    await running.disposeAsync()
  }
  // What was under way when a signal came must not hold up the end.
  process.exit(exitCode)
}

/** Runs the steps; everything that it starts ends with `running`. */
async function show(running: AsyncDisposableStack, keep: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bellbuoy-demo-'))
  running.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))

  step('Start a receiver, Bellbuoy and a registry')
  const receiver = running.use(await startReceiver())
  say(`receiver   ${receiver.url}`)
  const registryHost = `127.0.0.1:${String(await freePort())}`
  const bellbuoy = await startBellbuoy({ folder, registryHost }, running)
  say(`Bellbuoy   ${bellbuoy.url}`)
  const program = findRegistryProgram()
  const registry =
    program === null ? null : await startRegistry({ program, folder, host: registryHost, bellbuoy }, running)
  if (registry === null) say('registry   none: found neither docker-registry nor registry on this machine')
  else say(`registry   http://${registry.host} (${registry.program})`)

  step('Create a policy: notify the receiver of every push to the project "demo"')
  const policy = await createPolicy(bellbuoy, receiver.url)

  if (registry === null) {
    step('No registry: replay the notification of a recorded push')
    await replayPush(bellbuoy)
  } else {
    step(`Push an image as ${registry.user.name}`)
    say(`${registry.host}/demo/hello:v1`)
    await pushImage(registry, 'demo/hello', 'v1')
  }
  await waitUntil('the webhook to arrive', () => (receiver.shown() > 0 ? true : null))

  step('Show the delivery record: every attempt, no secrets')
  await showRecord(bellbuoy, policy)

  if (!keep) return
  step('Your turn: everything runs until Ctrl+C')
  showWhatNext({ bellbuoy, registry, policy })
  await new Promise(() => undefined)
}

/** Below the ports that systems give to connections, so that nobody else gets it before the registry listens. */
async function freePort(): Promise<number> {
  return waitUntil('a free port', async () => {
    const port = randomInt(20_000, 30_000)
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return port
  })
}
