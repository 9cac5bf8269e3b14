// `npm run demo` starts a registry, Bellbuoy and a receiver on this machine, pushes an image, shows its webhook, and removes
// everything again. `npm run demo -- --keep` leaves it running until Ctrl+C.

import { parseArgs } from 'node:util'
import { freePort } from '../test/support/free-port.ts'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { waitUntil } from '../test/support/wait-until.ts'
import { startBellbuoy } from './bellbuoy.ts'
import { endSignal, exitCodeOf } from './end-signal.ts'
import { createPolicy } from './create-policy.ts'
import { pushImage } from './push-image.ts'
import { startReceiver } from './receiver.ts'
import { findRegistryProgram, startRegistry } from './registry.ts'
import { replayPush } from './replay-push.ts'
import { say, step } from './say.ts'
import { showRecord } from './show-record.ts'
import { showWhatNext } from './show-what-next.ts'

/** Runs the steps; everything that it starts ends with `running`. */
async function show(running: AsyncDisposableStack, keep: boolean): Promise<void> {
  const { path: folder } = running.use(await temporaryFolder('demo'))

  step('Start a receiver, Bellbuoy and a registry')
  const receiver = running.use(await startReceiver())
  say(`receiver   ${receiver.url}`)
  const registryHost = `127.0.0.1:${await freePort()}`
  const bellbuoy = await startBellbuoy({ folder, registryHost }, running)
  say(`Bellbuoy   ${bellbuoy.url}`)
  const program = findRegistryProgram()
  const registry =
    program === null ? null : await startRegistry({ program, folder, host: registryHost, bellbuoy }, running)
  if (registry === null) say('registry   none: this machine has neither docker-registry nor registry')
  else say(`registry   http://${registry.host} (${registry.program})`)

  step('Create a policy: notify the receiver of every push to the project "demo"')
  const policyUrl = await createPolicy(bellbuoy, receiver.url)

  if (registry === null) {
    step('Without a registry, replay what one sent after the push of an image')
    await replayPush(bellbuoy)
  } else {
    step(`Push an image as ${registry.user.name}`)
    say(`${registry.host}/demo/hello:v1`)
    await pushImage(registry, 'demo/hello', 'v1')
  }
  await waitUntil(() => receiver.shown() > 0, { what: 'the webhook arrives', timeoutMs: 10_000 })

  step('Look at the record: it has every attempt and no secrets')
  await showRecord(bellbuoy, policyUrl)

  if (!keep) return
  step('Go on: everything runs until Ctrl+C')
  showWhatNext({ bellbuoy, registry, policyUrl })
  await new Promise(() => undefined)
}

const { keep } = parseArgs({ options: { keep: { type: 'boolean', default: false } } }).values
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
