import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { push } from '../support/app/push.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { script, startListen } from '../support/listen/listen-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

test('a push to a registry runs a script, through a real Bellbuoy', async () => {
  await using folder = await temporaryFolder('listen')
  await writeFile(join(folder.path, 'secret'), 'Bearer listener-secret\n')
  const file = await script(folder.path, 'echo "$BELLBUOY_EVENT $BELLBUOY_REPOSITORY:$BELLBUOY_TAG" >> ran')
  await using listener = await startListen({
    dir: folder.path,
    args: ['--exec', file, '--authorization-file', 'secret'],
  })
  await using bellbuoy = await startBellbuoy()
  const policy = await createPolicy(bellbuoy.api, {
    targets: [{ type: 'http', address: listener.url, auth_header: 'Bearer listener-secret' }],
  })

  await push(bellbuoy, { repository: 'team/app', tag: 'v7' })

  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
  await waitUntil(
    async () => (await readFile(join(folder.path, 'ran'), 'utf8')) === 'PUSH_ARTIFACT team/app:v7\n',
    {
      what: 'the script ran once',
      timeoutMs: 20_000,
    },
  )
  expect((await listener.log(1)).facts).toMatchObject({ project: 'team', tag: 'v7' })
})

test('webhooks that come while the listener is down are delivered and run when it is back, each once', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'echo "$BELLBUOY_TAG" >> ran')
  const args = ['--exec', file]
  const first = await startListen({ dir: folder.path, args })
  await using bellbuoy = await startBellbuoy({ env: { BELLBUOY_WEBHOOK_INITIAL_WAIT_MS: '300' } })
  const policy = await createPolicy(bellbuoy.api, { targets: [first.url] })
  await push(bellbuoy, { tag: 'v1' })
  await policy.ended(1)
  await first.ended(1)
  await first.kill('SIGKILL')
  for (const tag of ['v2', 'v3']) await push(bellbuoy, { tag })
  await waitUntil(
    async () => (await policy.executions()).some(({ status_message: why }) => why?.includes('ECONN')),
    {
      what: 'a delivery fails',
      timeoutMs: 20_000,
    },
  )

  await using second = await startListen({
    dir: folder.path,
    args: [...args, '--port', new URL(first.url).port],
  })
  expect(second.url).toBe(first.url)
  await policy.ended(3, 30_000)

  const ran = async (): Promise<string[]> =>
    (await readFile(join(folder.path, 'ran'), 'utf8')).trim().split('\n')
  await waitUntil(async () => (await ran()).length >= 3, { what: 'all ran', timeoutMs: 20_000 })
  expect((await ran()).sort()).toEqual(['v1', 'v2', 'v3'])
})
