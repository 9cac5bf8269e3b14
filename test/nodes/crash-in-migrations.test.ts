import { Client } from 'pg'
import { expect, test } from 'vitest'
import { serverAddress } from '../../src/store/postgres/server-address.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { endPostgresServer, startPostgresAgain } from '../support/postgres/postgres-server.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { ofVersion } from '../support/schema/other-steps.ts'
import { SLICE } from '../support/schema/schema-versions.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'
import { openNodesOnServer } from './nodes.ts'

const options = { timeout: 300_000 }

test(
  'a server that crashes while a first start creates its tables: the next start creates the rest',
  options,
  async () => {
    await using folder = await temporaryFolder('postgres-of-a-test')
    await using nodes = await openNodesOnServer(folder.path)
    const started = nodes.start().catch((error: unknown) => error)
    const steps = async (): Promise<number> =>
      Number((await nodes.database.query('select count(*)::int as n from kysely_migration'))[0]?.['n'])
    await waitUntil(
      () =>
        steps().then(
          (n) => n >= 3,
          () => false,
        ),
      {
        what: 'some steps are done',
        timeoutMs: 60_000,
        intervalMs: 5,
      },
    )
    await endPostgresServer(folder.path, 'SIGQUIT')
    await startPostgresAgain(folder.path)
    await started

    await using receiver = await startReceiver()
    const bellbuoy = await nodes.start()
    await createPolicy(bellbuoy.api, { targets: [receiver.url()] })
    await push(bellbuoy)
    await receiver.waitFor(1)
    await nodes.expectBalanced()
  },
)

test(
  'a server that crashes between slices of a step: the next start goes on where the last one was',
  options,
  async () => {
    await using folder = await temporaryFolder('postgres-of-a-test')
    await using receiver = await startReceiver()
    await using nodes = await openNodesOnServer(folder.path)
    const running = await nodes.start('all', ofVersion('old'))
    const policy = await createPolicy(running.api, { targets: [receiver.url()] })
    const EVENTS = 3 * SLICE
    for (let count = 0; count < EVENTS; count++) await push(running)
    await policy.ended(EVENTS, 60_000)

    const widened = await nodes.start('worker', ofVersion('widened'))
    expect(await widened.kill('SIGTERM')).toBe(0)
    const holder = new Client(serverAddress(nodes.database.url))
    holder.on('error', () => undefined)
    await holder.connect()
    await holder.query('begin; select id from delivery order by id desc limit 1 for update')
    const newer = nodes.start('all', ofVersion('expanded')).catch((error: unknown) => error)
    const reached = `select value from setting where name = 'slices_of_9002-filled'`
    await waitUntil(async () => Number((await nodes.database.query(reached))[0]?.['value']) >= 2 * SLICE, {
      what: 'two slices are done, and the last one waits',
      timeoutMs: 60_000,
    })
    await endPostgresServer(folder.path, 'SIGQUIT')
    await startPostgresAgain(folder.path)
    await newer

    const next = await nodes.start('all', ofVersion('expanded'))
    const unfilled = `select count(*)::int as n from delivery where new_note = 'unset'`
    expect(await nodes.database.query(unfilled)).toEqual([{ n: 0 }])
    await waitUntil(async () => (await running.postEnvelope({ events: [] })).status === 200, {
      what: 'the older process goes on',
      timeoutMs: 30_000,
    })
    await push(running)
    await policy.from(next.api).ended(EVENTS + 1, 60_000)
    await nodes.expectBalanced(ofVersion('expanded'))
  },
)
