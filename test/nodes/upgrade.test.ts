import { expect, test } from 'vitest'
import { Arrivals } from '../faults/arrivals.ts'
import { RegistrySide } from '../faults/registry-side.ts'
import { type BellbuoyProcess, BellbuoyExited } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { ofVersion } from '../support/schema/other-steps.ts'
import { SLICE } from '../support/schema/schema-versions.ts'
import { waitUntil } from '../support/wait-until.ts'
import { openNodes } from './nodes.ts'

/** `UPGRADE_EVENTS=20000` is the long form: events that are accepted before the upgrade begins. */
const EVENTS = Number(process.env['UPGRADE_EVENTS'] ?? 500)
const options = { timeout: 240_000 + EVENTS * 20 }

test('versions take over from each other under load, and nothing is lost', options, async () => {
  const arrivals = new Arrivals()
  await using receiver = await startReceiver({ respond: (request) => arrivals.take(request) })
  await using nodes = await openNodes()
  const before = await nodes.start('all', ofVersion('old'))
  const policy = await createPolicy(before.api, { targets: [receiver.url('/')] })
  const registry = new RegistrySide()
  const accepted = (more: number) => {
    const enough = registry.acknowledged.size + more
    return waitUntil(() => registry.acknowledged.size >= enough, {
      what: `${more} more events are accepted`,
      timeoutMs: 60_000 + more * 20,
    })
  }

  const posting = registry.postTo(before)
  await accepted(EVENTS)
  const between = await nodes.start('all', ofVersion('expanded'))
  const postingToo = registry.postTo(between)
  await accepted(200)
  const filled = await nodes.database.query(
    `select count(*)::int as n, max(id)::int as last from delivery where new_note <> 'unset'`,
  )
  expect(Number(filled[0]?.['n']), 'rows of the time before are filled').toBeGreaterThan(SLICE)
  registry.stop()
  await Promise.all([posting, postingToo])
  await end(before)

  const postingOn = registry.postTo(between)
  const after = await nodes.start('all', ofVersion('contracted'))
  const postingLast = registry.postTo(after)
  await accepted(200)
  registry.stop()
  await Promise.all([postingOn, postingLast])
  await end(between)

  await registry.repost(after)
  expect(registry.owed).toBe(0)
  expect([...registry.answers.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([])
  await arrivals.waitForAll(['/'], registry.acknowledged, 60_000)
  const executions = await policy.from(after.api).ended(registry.acknowledged.size, 60_000)
  expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
  expect(arrivals.ambiguous, 'events that came under two ids').toEqual([])
  expect(arrivals.duplicates, 'nothing failed, so nothing is repeated').toBe(0)
  await nodes.expectBalanced(ofVersion('contracted'))
})

/** As an operator ends a process in an upgrade. */
async function end(bellbuoy: BellbuoyProcess): Promise<void> {
  expect(await bellbuoy.kill('SIGTERM')).toBe(0)
}

test('a step that the running version does not work with is not carried out beside it', options, async () => {
  await using nodes = await openNodes()
  const running = await nodes.start('all', ofVersion('contracted'))
  const started = nodes.start('all', ofVersion('broken'))
  const refused = await started.catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(BellbuoyExited)
  expect((refused as BellbuoyExited).output).toContain(
    'processes of an older version of Bellbuoy use the database',
  )
  expect((await running.postEnvelope({ events: [] })).status).toBe(200)
})

test(
  'a version that is too old for the tables refuses to start, one that works on them does not',
  options,
  async () => {
    await using nodes = await openNodes()
    await end(await nodes.start('all', ofVersion('contracted')))
    const refused = await nodes.start('all', ofVersion('old')).catch((error: unknown) => error)
    expect((refused as BellbuoyExited).output).toContain(
      'a newer version of Bellbuoy has migrated the database',
    )
    await end(await nodes.start('all', ofVersion('expanded')))
  },
)
