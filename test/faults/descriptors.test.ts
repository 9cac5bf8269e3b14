import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { type Socket, connect } from 'node:net'
import { expect, test } from 'vitest'
import { expectBalanced } from '../support/app/audit.ts'
import { type BellbuoyProcess, startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { digestOf, push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { type Receiver, startReceiver } from '../support/receivers/receiver.ts'
import { certificate } from '../support/receivers/tls.ts'
import { waitUntil } from '../support/wait-until.ts'

const health = async ({ api }: BellbuoyProcess) => (await api.get('/api/v2.0/health')).body
const descriptorsOf = ({ pid }: BellbuoyProcess): number => readdirSync(`/proc/${pid}/fd`).length

/** Lets the process open as many files more as it needs for the test, and takes all of them by connections that say nothing. */
async function useUpDescriptors(bellbuoy: BellbuoyProcess, stack: DisposableStack): Promise<void> {
  const limit = descriptorsOf(bellbuoy) + 16
  execFileSync('prlimit', ['--pid', String(bellbuoy.pid), `--nofile=${limit}:`])
  const idle: Socket[] = []
  stack.defer(() => {
    for (const socket of idle) socket.destroy()
  })
  await waitUntil(
    async () => {
      const socket = connect(Number(new URL(bellbuoy.url).port), '127.0.0.1')
      socket.on('error', () => undefined)
      idle.push(socket)
      return (await health(bellbuoy)).status === 'unhealthy'
    },
    { what: 'no descriptor is left' },
  )
}

const arrivedAt = ({ requests }: Receiver): readonly string[] => requests.map(digestOf)

test.skipIf(!available('prlimit'))(
  'without file descriptors events are accepted and wait, and go out as soon as some are free',
  async () => {
    await using plain = await startReceiver()
    await using secure = await startReceiver({ tls: true })
    await using bellbuoy = await startBellbuoy()
    const ca = certificate('localhost').cert
    const policy = await createPolicy(bellbuoy.api, {
      targets: [plain.url(), { address: secure.url(), options: { ca } }],
    })
    const digests: string[] = []
    {
      using exhaustion = new DisposableStack()
      await useUpDescriptors(bellbuoy, exhaustion)
      for (let count = 0; count < 3; count++) digests.push(await push(bellbuoy))
      const fault = {
        name: 'core',
        status: 'unhealthy',
        error: expect.stringContaining('no file descriptor is left'),
      }
      expect(await health(bellbuoy)).toMatchObject({ components: [fault, { status: 'healthy' }] })
      await waitUntil(() => bellbuoy.output().includes('no file descriptor is left'), {
        what: 'the log says so',
      })
      const executions = await policy.executions()
      expect(executions.map(({ status }) => status)).not.toContain('Error')
      expect(arrivedAt(plain).concat(arrivedAt(secure))).toEqual([])
    }

    const executions = await policy.ended(6)

    expect(executions.filter(({ status }) => status !== 'Success')).toEqual([])
    expect(arrivedAt(plain).toSorted()).toEqual(digests.toSorted())
    expect(arrivedAt(secure).toSorted()).toEqual(digests.toSorted())
    expect(
      [...plain.requests, ...secure.requests].map(({ headers }) => headers['x-bellbuoy-attempt']),
      'waiting used up no attempt',
    ).toEqual(Array(6).fill('1'))
    expect(await health(bellbuoy)).toMatchObject({ status: 'healthy' })
    await waitUntil(() => bellbuoy.output().includes('file descriptors are free again'), {
      what: 'the log says so',
      timeoutMs: 10_000,
    })
    expect((await bellbuoy.api.get('/')).status, 'the console is served').toBe(200)
    await expectBalanced(bellbuoy.dir)
  },
)
