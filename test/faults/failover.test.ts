import { expect, test } from 'vitest'
import { runAudit } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
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
