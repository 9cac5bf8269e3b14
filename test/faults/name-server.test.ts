import { createServer } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { type NameAnswer, nameServerFault, startNameServer } from '../support/services/name-server.ts'

const HERE = '127.0.0.1'
const env = {
  BELLBUOY_WEBHOOK_TIMEOUT_MS: '1500',
  BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '10',
  BELLBUOY_WEBHOOK_MAX_RETRY: '1',
}
const UNRESOLVED = 'the name of the receiver could not be resolved: '

interface Name {
  readonly says: NameAnswer | null
  /** Of each attempt: the code of its failure, or null. */
  readonly codes: readonly (string | null)[]
  /** The reason of the last one, without what followed from it. */
  readonly reason: string
}

const NAMES: Readonly<Record<string, Name>> = {
  'good.test': { says: HERE, codes: [null], reason: '' },
  'slow.test': { says: { address: HERE, afterMs: 400 }, codes: [null], reason: '' },
  'unknown.test': {
    says: null,
    codes: ['dns', 'dns'],
    reason: `${UNRESOLVED}getaddrinfo ENOTFOUND unknown.test`,
  },
  'failing.test': {
    says: { does: 'fail' },
    codes: ['dns', 'dns'],
    reason: `${UNRESOLVED}getaddrinfo EAI_AGAIN failing.test`,
  },
  'refused.test': {
    says: { does: 'refuse' },
    codes: ['dns', 'dns'],
    reason: `${UNRESOLVED}getaddrinfo EAI_AGAIN refused.test`,
  },
  'silent.test': {
    says: { does: 'hang' },
    codes: ['timeout', 'timeout'],
    reason: 'no connection within 1500 ms',
  },
  'babbling.test': {
    says: { does: 'babble' },
    codes: ['timeout', 'timeout'],
    reason: 'no connection within 1500 ms',
  },
  'metadata.test': {
    says: '169.254.169.254',
    codes: ['blocked_address'],
    reason: 'metadata.test: 169.254.169.254 is link-local; the setting TARGET_ALLOW can allow it',
  },
}

const fault = await nameServerFault()

describe.skipIf(fault !== null)(`a name server at fault${fault === null ? '' : ` (${fault})`}`, () => {
  test('each attempt has a clear reason, other targets are served meanwhile, and all recover with it', async () => {
    await using names = await startNameServer()
    for (const [name, { says }] of Object.entries(NAMES)) if (says !== null) names.names.set(name, says)
    await using receiver = await startReceiver()
    await using bellbuoy = await startBellbuoy({ env, within: names.within })
    const { port } = new URL(receiver.url())
    const addresses = Object.keys(NAMES).map((name) => `http://${name}:${port}/`)
    const policy = await createPolicy(bellbuoy.api, { targets: addresses })

    await push(bellbuoy)
    await receiver.waitFor(2, 1200)
    await policy.ended(addresses.length)

    const expected = Object.entries(NAMES).map(([name, { codes, reason }]) => ({ name, codes, reason }))
    expect(recordsIn(bellbuoy.dir)).toEqual(expected)

    for (const name of Object.keys(NAMES)) names.names.set(name, HERE)
    await push(bellbuoy)
    const executions = (await policy.ended(2 * addresses.length)).slice(addresses.length)
    expect(executions.map(({ status }) => status)).toEqual(addresses.map(() => 'Success'))
    expect(receiver.requests).toHaveLength(2 + addresses.length)
    await expectBalanced(bellbuoy.dir)
  })

  test('a name that becomes known between two attempts, or moves to another address, is looked up anew', async () => {
    await using names = await startNameServer()
    await using receiver = await startReceiver()
    const { port } = new URL(receiver.url())
    await using elsewhere = await startElsewhere(Number(port))
    await using bellbuoy = await startBellbuoy({
      env: { ...env, BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '500' },
      within: names.within,
    })
    const policy = await createPolicy(bellbuoy.api, { targets: [`http://moving.test:${port}/`] })

    await push(bellbuoy)
    await expect.poll(async () => (await policy.executions())[0]?.status_message).toContain(UNRESOLVED)
    names.names.set('moving.test', HERE)
    expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
    await receiver.stop()
    names.names.set('moving.test', '127.0.0.2')
    await push(bellbuoy)

    expect((await policy.ended(2)).map(({ status }) => status)).toEqual(['Success', 'Success'])
    expect([receiver.requests.length, elsewhere.count()]).toEqual([1, 1])
    await expectBalanced(bellbuoy.dir)
  })

  test('names that nobody answers for hold up no other, however much waits for them', async ({
    annotate,
  }) => {
    await using names = await startNameServer()
    names.names.set('good.test', HERE)
    const silent = Array.from({ length: 4 }, (_, number) => `silent-${number}.test`)
    for (const name of silent) names.names.set(name, { does: 'hang' })
    await using receiver = await startReceiver()
    const { port } = new URL(receiver.url())
    await using bellbuoy = await startBellbuoy({ env, within: names.within })
    const targets = silent.map((name) => `http://${name}:${port}/`)
    await createPolicy(bellbuoy.api, { project: 'silent', targets })
    await createPolicy(bellbuoy.api, { project: 'good', targets: [`http://good.test:${port}/`] })
    for (let count = 0; count < 10; count++) await push(bellbuoy, { repository: 'silent/app' })

    const beganAt = performance.now()
    await push(bellbuoy, { repository: 'good/app' })
    await receiver.waitFor(1)

    const tookMs = performance.now() - beganAt
    await annotate(`the other name took ${tookMs.toFixed(0)} ms`)
    expect(tookMs).toBeLessThan(1000)
    await expectBalanced(bellbuoy.dir)
  })
})

/** What is on record of each delivery of the first event. */
function recordsIn(dir: string): readonly Pick<Name & { name: string }, 'name' | 'codes' | 'reason'>[] {
  using database = new DatabaseSync(join(dir, 'bellbuoy.db'), { readOnly: true })
  const rows = database
    .prepare(
      `select address, reason, (select json_group_array(failure_json ->> 'code' order by number) from attempt
         where delivery_id = d.id) as codes
       from delivery d join target t on t.id = d.target_id order by d.id`,
    )
    .all()
  return rows.map(({ address, reason, codes }) => ({
    name: new URL(String(address)).hostname,
    codes: JSON.parse(String(codes)) as (string | null)[],
    reason: String(reason).split('; gave up')[0] ?? '',
  }))
}

/** A receiver at another address, at the same port. */
async function startElsewhere(port: number): Promise<AsyncDisposable & { readonly count: () => number }> {
  let count = 0
  const server = createServer((request, response) => {
    count++
    request.resume().once('end', () => response.end())
  })
  server.listen(port, '127.0.0.2')
  await once(server, 'listening')
  return {
    count: () => count,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
