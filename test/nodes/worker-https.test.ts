import { Agent, request } from 'undici'
import { expect, test } from 'vitest'
import { certificate } from '../support/receivers/tls.ts'
import { waitUntil } from '../support/wait-until.ts'
import { METRICS_TOKEN, openNodes } from './nodes.ts'

const LOOK_MS = 15_000

test(
  'a worker speaks HTTPS, and a problem with its certificate is none that a process without one closes',
  { timeout: 300_000 },
  async () => {
    const { certPath } = certificate('expired')
    await using nodes = await openNodes()
    const serving = await nodes.start('no deliveries')
    const worker = await nodes.start('worker', {
      BELLBUOY_TLS_CERT_FILE: certPath,
      BELLBUOY_TLS_KEY_FILE: certPath.replace('.cert.', '.key.'),
    })

    expect(worker.url).toMatch(/^https:/)
    const dispatcher = new Agent({ connect: { rejectUnauthorized: false } })
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` }
    const { statusCode, body } = await request(`${worker.url}/metrics`, { dispatcher, headers })
    expect(statusCode).toBe(200)
    const metrics = await body.text()
    await dispatcher.destroy()
    expect(metrics).toMatch(/^bellbuoy_certificate_expiry_timestamp_seconds [1-9]\d+$/m)

    const problem = async () =>
      (await serving.api.get('/api/v2.0/webhook/problems?kind=certificate_ending')).body.items[0]
    await waitUntil(problem, { what: 'the problem is open', timeoutMs: 60_000 })
    const heldUntil = async () =>
      Number(
        (await nodes.database.query(`select until from duty where name = 'certificate trouble'`))[0]?.[
          'until'
        ],
      )
    const openedAt = await heldUntil()
    await waitUntil(async () => (await heldUntil()) > openedAt + 2.5 * LOOK_MS, {
      what: 'both processes have looked twice more',
      timeoutMs: 120_000,
      intervalMs: 500,
    })
    expect(await problem()).toMatchObject({ times_opened: 1, cause: 'certificate_ending' })

    await worker.kill('SIGKILL')
    await nodes.database.query(`delete from duty where name = 'certificate trouble'`)
    await waitUntil(async () => (await problem()) === undefined, {
      what: 'the problem ends with the process',
      timeoutMs: 60_000,
    })
  },
)
