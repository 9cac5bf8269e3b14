import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { available } from '../support/available.ts'
import { envelope, pushEvent, randomDigest } from '../support/events/envelopes.ts'
import { freePort } from '../support/free-port.ts'
import { Program } from '../support/program.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const TOKEN = 'a-token-for-figures'

/** A Prometheus of its own that scrapes one address every second. */
async function startPrometheus(folder: string, target: string) {
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [
      {
        job_name: 'bellbuoy',
        authorization: { credentials: TOKEN },
        static_configs: [{ targets: [target] }],
      },
    ],
  }
  const file = join(folder, 'prometheus.yml')
  await writeFile(file, JSON.stringify(config))
  const address = `127.0.0.1:${await freePort()}`
  const { PATH } = process.env
  const args = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=${address}`,
  ]
  const program = new Program({ command: 'prometheus', args, cwd: folder, env: { PATH } })
  const value = async (query: string): Promise<number | null> => {
    const url = `http://${address}/api/v1/query?query=${encodeURIComponent(query)}`
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok !== true) return null
    const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } }
    const [first] = data.result
    return first === undefined ? null : Number(first.value[1])
  }
  return { value, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() }
}

test.skipIf(!available('prometheus'))(
  'a Prometheus with the token scrapes what happened, from the second address too',
  { timeout: 60_000 },
  async () => {
    await using folder = await temporaryFolder('prometheus')
    await using receiver = await startReceiver()
    const port = await freePort()
    await using bellbuoy = await startBellbuoy({
      env: { BELLBUOY_METRICS_TOKEN: TOKEN, BELLBUOY_METRICS_PORT: String(port) },
    })
    await createPolicy(bellbuoy.api, { project: 'shop', targets: [receiver.url()] })
    const push = pushEvent({ repository: 'shop/web', tag: 'v1', digest: randomDigest() })
    for (let times = 0; times < 2; times++) await bellbuoy.postEnvelope(envelope([push]))
    await receiver.waitFor(1)

    for (const target of [new URL(bellbuoy.url).host, `127.0.0.1:${port}`]) {
      await using prometheus = await startPrometheus(join(folder.path), target)
      const shows = (query: string, wanted: number) =>
        waitUntil(async () => (await prometheus.value(query)) === wanted, {
          what: `${query} is ${wanted}`,
          timeoutMs: 20_000,
          intervalMs: 200,
        })
      await shows('up', 1)
      await shows('bellbuoy_events_total{result="accepted"}', 1)
      await shows('bellbuoy_events_total{result="repeated"}', 1)
      await shows('bellbuoy_attempts_total{kind="http", outcome="success"}', 1)
      await shows('bellbuoy_end_to_end_seconds_count', 1)
      await shows('bellbuoy_store_up', 1)
      expect(await prometheus.value('nodejs_eventloop_lag_p99_seconds')).not.toBeNull()
    }
  },
)

test('the second address is for those who know the token, and says to anyone how the process is', async () => {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  await using withToken = await startBellbuoy({
    env: { BELLBUOY_METRICS_TOKEN: TOKEN, BELLBUOY_METRICS_PORT: String(port) },
  })
  expect(withToken.output()).not.toContain(TOKEN)
  const metrics = (authorization?: string) =>
    fetch(`${address}/metrics`, authorization === undefined ? {} : { headers: { authorization } })
  expect((await metrics()).status).toBe(401)
  expect((await metrics('Bearer wrong')).status).toBe(401)
  expect((await metrics(`Bearer ${TOKEN}`)).status).toBe(200)
  expect((await fetch(`${address}/health`)).status).toBe(200)
  expect((await fetch(`${address}/api/v2.0/ping`)).status).toBe(404)
})
