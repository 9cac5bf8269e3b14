import { cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { type WebhookPolicy, createPolicy } from '../support/app/webhook-policy.ts'
import { type DistributionEnvelope, envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { killedAt } from '../support/kill-at-step.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { shared } from '../support/shared.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const BEFORE = 3

/** What a power cut left of the last commit, which its source got no answer for. */
interface Torn {
  readonly dir: string
  readonly policy: WebhookPolicy
  readonly last: DistributionEnvelope
  /** Where the commit begins and ends in the write-ahead log. */
  readonly begins: number
  readonly ends: number
}

/** Accepts and delivers some events, and ends after the commit of one more. */
async function startTorn(stack: AsyncDisposableStack): Promise<Torn> {
  const dir = stack.use(await temporaryFolder('torn')).path
  const receiver = stack.use(await startReceiver())
  const files = { armed: join(dir, 'armed'), ended: join(dir, 'ended') }
  const step = { statement: '^insert into event\\b', moment: 'after the commit', ...files } as const
  await using doomed = await startBellbuoy({ dir, env: killedAt(step) })
  const policy = await createPolicy(doomed.api, { targets: [receiver.url()] })
  for (let count = 1; count <= BEFORE; count++) {
    await push(doomed)
    await policy.ended(count)
  }
  const last = envelope([pushEvent({ repository: 'team/app', tag: 'latest', digest: randomDigest() })])
  writeFileSync(files.armed, '')
  const begins = endOfLog(logOf(dir))
  await doomed.postEnvelope(last).catch(() => null)
  await waitUntil(() => existsSync(files.ended), { what: 'the process ends after the commit' })
  await doomed.kill('SIGKILL')
  return { dir, policy, last, begins, ends: endOfLog(logOf(dir)) }
}

const torn = shared(startTorn)
const logOf = (dir: string): string => join(dir, 'bellbuoy.db-wal')

/** Where the frames of the log end (sqlite.org/fileformat2.html, section 4.1); room that is taken in advance follows. */
function endOfLog(log: string): number {
  const bytes = readFileSync(log)
  const frameLength = 24 + bytes.readUInt32BE(8)
  const salts = bytes.subarray(16, 24)
  let end = 32
  while (bytes.subarray(end + 8, end + 16).equals(salts)) end += frameLength
  return end
}

type Tear = (log: string, torn: Pick<Torn, 'begins' | 'ends'>) => void

const overwritten =
  (byte: (before: number) => number): Tear =>
  (log, { begins, ends }) => {
    const bytes = readFileSync(log)
    for (let at = Math.floor((begins + ends) / 2); at < ends; at++) bytes[at] = byte(bytes[at]!)
    writeFileSync(log, bytes)
  }

const TEARS: readonly { readonly left: string; readonly tear: Tear; readonly isWhole?: true }[] = [
  { left: 'all of it, and noise behind it', tear: (log, { ends }) => append(log, ends), isWhole: true },
  { left: 'nothing', tear: (log, { begins }) => truncateSync(log, begins) },
  { left: 'the head of a page', tear: (log, { begins }) => truncateSync(log, begins + 24) },
  {
    left: 'the first half',
    tear: (log, { begins, ends }) => truncateSync(log, Math.floor((begins + ends) / 2)),
  },
  { left: 'all but the last byte', tear: (log, { ends }) => truncateSync(log, ends - 1) },
  { left: 'the first half, and zeros', tear: overwritten(() => 0) },
  { left: 'the first half, and noise', tear: overwritten((before) => before ^ 0x5a) },
]

function append(log: string, ends: number): void {
  writeFileSync(log, Buffer.concat([readFileSync(log).subarray(0, ends), Buffer.alloc(5000, 0x5a)]))
}

test.for(TEARS)(
  'a power cut that leaves of the last commit $left: what had its answer is there, and the rest comes again',
  async ({ tear, isWhole = false }) => {
    const { dir, policy, last, ...extent } = torn()
    await using folder = await temporaryFolder('torn')
    cpSync(dir, folder.path, { recursive: true })
    // The index of the log is in memory alone, which a power cut takes along.
    rmSync(join(folder.path, 'bellbuoy.db-shm'), { force: true })
    tear(logOf(folder.path), extent)

    await using bellbuoy = await startBellbuoy({ dir: folder.path })
    const { body } = await bellbuoy.postEnvelope(last)

    expect(body).toMatchObject(isWhole ? { accepted: 0, repeated: 1 } : { accepted: 1, repeated: 0 })
    const executions = await policy.from(bellbuoy.api).ended(BEFORE + 1)
    expect(executions.map(({ status }) => status)).toEqual(Array(BEFORE + 1).fill('Success'))
    const { account } = await expectBalanced(folder.path)
    expect(account).toMatchObject({ delivered: BEFORE + 1, pending: 0 })
  },
)
