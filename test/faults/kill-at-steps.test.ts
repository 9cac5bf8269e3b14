import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { type Moment, killedAt } from '../support/kill-at-step.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const env = { BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '20', BELLBUOY_WEBHOOK_FACTOR: '1' }

interface Step {
  /** After "SIGKILL". */
  readonly at: string
  readonly statement: string
  readonly moment: Moment
  /** Whether the receiver fails the first attempt, so that the store is asked for the second. */
  readonly failsFirst?: true
  /** What the event is to the next process when its source, which got no answer, reports it again; null where it got one. */
  readonly repeat: 'known' | 'new' | null
  /** Of each attempt on record: the code of its failure, or null. */
  readonly codes: readonly (string | null)[]
  /** The numbers of the attempts that the receiver got. */
  readonly arrived: readonly number[]
}

const EVENT = '^insert into event\\b'
const LEASE = "^update delivery set state = 'running'"
const ATTEMPT = '^insert into attempt\\b'

const STEPS: readonly Step[] = [
  {
    at: 'in the middle of storing an event',
    statement: EVENT,
    moment: 'after the statement',
    repeat: 'new',
    codes: [null],
    arrived: [1],
  },
  {
    at: 'before the commit of an event',
    statement: EVENT,
    moment: 'before the commit',
    repeat: 'new',
    codes: [null],
    arrived: [1],
  },
  {
    at: 'after the commit of an event and before the answer to its source',
    statement: EVENT,
    moment: 'after the commit',
    repeat: 'known',
    codes: ['interrupted', null],
    arrived: [2],
  },
  {
    at: 'before the commit of a lease',
    statement: LEASE,
    moment: 'before the commit',
    failsFirst: true,
    repeat: null,
    codes: ['status', null],
    arrived: [1, 2],
  },
  {
    at: 'after the commit of a lease and before the send',
    statement: LEASE,
    moment: 'after the commit',
    failsFirst: true,
    repeat: null,
    codes: ['status', 'interrupted', null],
    arrived: [1, 3],
  },
  {
    at: 'after the answer of the receiver and before the commit of the record',
    statement: ATTEMPT,
    moment: 'before the commit',
    repeat: null,
    codes: ['interrupted', null],
    arrived: [1, 2],
  },
  {
    at: 'after the commit of the record',
    statement: ATTEMPT,
    moment: 'after the commit',
    repeat: null,
    codes: [null],
    arrived: [1],
  },
]

test.for(STEPS)('SIGKILL $at loses nothing, and repeats only what was in flight', async (step) => {
  await using folder = await temporaryFolder('step')
  await using receiver = await startReceiver({
    respond: (_, index) => ({ status: step.failsFirst && index === 0 ? 500 : 200 }),
  })
  const files = { armed: join(folder.path, 'armed'), ended: join(folder.path, 'ended') }
  await using doomed = await startBellbuoy({
    dir: folder.path,
    env: { ...env, ...killedAt({ ...step, ...files }) },
  })
  const policy = await createPolicy(doomed.api, { targets: [receiver.url()] })
  const notification = envelope([
    pushEvent({ repository: 'team/app', tag: 'latest', digest: randomDigest() }),
  ])
  writeFileSync(files.armed, '')

  const answer = await doomed.postEnvelope(notification).catch(() => null)
  await waitUntil(() => existsSync(files.ended), { what: 'the process ends at its step' })
  expect(await doomed.kill('SIGKILL')).toBe(null)
  expect(answer?.status).toBe(step.repeat === null ? 200 : undefined)
  await using bellbuoy = await startBellbuoy({ dir: folder.path, env })
  const isStored = step.repeat !== 'new'
  if (isStored) await policy.from(bellbuoy.api).endedAlone()
  const { body } = await bellbuoy.postEnvelope(notification)

  expect(body).toMatchObject(isStored ? { accepted: 0, repeated: 1 } : { accepted: 1, repeated: 0 })
  expect(await policy.from(bellbuoy.api).endedAlone()).toMatchObject({ status: 'Success' })
  expect(codesIn(folder.path)).toEqual(step.codes)
  expectArrived(receiver, step.arrived)
  const { account } = await expectBalanced(folder.path)
  expect(account).toMatchObject({ delivered: 1, failed: 0, pending: 0 })
})

test('SIGKILL as the request arrives at the receiver: it comes once more, with the same `webhook-id`', async () => {
  await using folder = await temporaryFolder('step')
  await using receiver = await startReceiver({ respond: () => ({ does: 'hang' }) })
  await using doomed = await startBellbuoy({ dir: folder.path, env })
  const policy = await createPolicy(doomed.api, { targets: [receiver.url()] })
  await push(doomed)
  await receiver.waitFor(1)
  await doomed.kill('SIGKILL')
  receiver.respond = () => ({ status: 200 })

  await using bellbuoy = await startBellbuoy({ dir: folder.path, env })

  expect(await policy.from(bellbuoy.api).endedAlone()).toMatchObject({ status: 'Success' })
  expect(codesIn(folder.path)).toEqual(['interrupted', null])
  expectArrived(receiver, [1, 2])
  await expectBalanced(folder.path)
})

/** The codes of all attempts, oldest first. */
function codesIn(dir: string): readonly unknown[] {
  using database = new DatabaseSync(join(dir, 'bellbuoy.db'), { readOnly: true })
  const attempts = database
    .prepare("select failure_json ->> 'code' as code from attempt order by number")
    .all()
  return attempts.map(({ code }) => code)
}

/** Attempts of these numbers, all of them with one `webhook-id`. */
function expectArrived({ requests }: Receiver, numbers: readonly number[]): void {
  expect(requests.map(({ headers }) => Number(headers['x-bellbuoy-attempt']))).toEqual(numbers)
  expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
}
