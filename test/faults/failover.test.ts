import { expect, test } from 'vitest'
import { runAudit } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { postgresPair } from '../support/postgres/postgres-pair.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { waitUntil } from '../support/wait-until.ts'
import { Arrivals } from './arrivals.ts'
import { RegistrySide } from './registry-side.ts'

const PATHS = ['/one', '/two']
const BEFORE = 300
const AFTER = 300

test(
  'when the primary is lost under load and its standby takes over, nothing that was accepted is lost',
  { timeout: 240_000 },
  async () => {
    await using pair = await postgresPair()
    const arrivals = new Arrivals()
    await using receiver = await startReceiver({ respond: (request) => arrivals.take(request) })
    await using bellbuoy = await startBellbuoy({
      env: { BELLBUOY_DATABASE_URL: pair.url, BELLBUOY_SECRET_KEY: 'a key for tests' },
    })
    const policy = await createPolicy(bellbuoy.api, { targets: PATHS.map((path) => receiver.url(path)) })
    const registry = new RegistrySide()
    const accepted = (count: number) =>
      waitUntil(() => registry.acknowledged.size >= count, {
        what: `${count} events are accepted`,
        timeoutMs: 60_000,
      })

    const posting = registry.postTo(bellbuoy, 16)
    await accepted(BEFORE)
    await pair.failOver()
    await accepted(registry.acknowledged.size + AFTER)
    registry.stop()
    await posting
    await registry.repost(bellbuoy)

    expect([...registry.answers.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([])
    expect(registry.owed).toBe(0)
    // What was leased unknown to the process waits for the end of its lease, two minutes.
    await arrivals.waitForAll(PATHS, registry.acknowledged, 150_000)
    const executions = await policy.ended(PATHS.length * registry.acknowledged.size, 150_000)
    expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
    const { code, stdout } = await runAudit(bellbuoy.dir, [], pair.url)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('balances') })
  },
)

test(
  'a commit that only the lost primary had is not answered 200, also when its successor gives the same number to another',
  { timeout: 240_000 },
  async () => {
    await using pair = await postgresPair()
    await using receiver = await startReceiver()
    await using bellbuoy = await startBellbuoy({
      env: { BELLBUOY_DATABASE_URL: pair.url, BELLBUOY_SECRET_KEY: 'a key for tests' },
    })
    await createPolicy(bellbuoy.api, { targets: [receiver.url()] })
    const sent = envelope([pushEvent({ repository: 'team/app', tag: 'v1', digest: randomDigest() })])

    await pair.cutStandbyOff()
    const posting = bellbuoy.postEnvelope(sent)
    await waitUntil(async () => (await pair.onPrimary(WAITING_FOR_STANDBY)).length, {
      what: 'the acceptance waits for the standby',
      timeoutMs: 30_000,
    })
    await pair.failOver()
    await pair.onStandby(GIVE_NUMBERS)

    expect((await posting).status).toBe(503)
    const again = async (): Promise<boolean> => (await bellbuoy.postEnvelope(sent)).status === 200
    await waitUntil(again, {
      what: 'it is accepted when it is sent again',
      timeoutMs: 30_000,
      intervalMs: 200,
    })
    await receiver.waitFor(1)
    expect(await runAudit(bellbuoy.dir, [], pair.url)).toMatchObject({ code: 0 })
  },
)

const WAITING_FOR_STANDBY = `select 1 from pg_stat_activity
  where wait_event = 'SyncRep' and application_name = 'bellbuoy intake'`
/** Transactions that commit, with numbers of their own. */
const GIVE_NUMBERS = `do $$ begin
  for i in 1..5000 loop
    perform pg_current_xact_id();
    commit;
  end loop;
end $$`
