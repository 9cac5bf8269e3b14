import { expect, test } from 'vitest'
import { OWN_TOKENS, makeAccessToken } from '../support/app/access-token.ts'
import { apiClient } from '../support/app/api-client.ts'
import { startBellbuoy } from '../support/app/bellbuoy-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CURRENT = '/api/v2.0/users/current'

test('a kill loses no token, and brings none back', { timeout: 60_000 }, async () => {
  await using folder = await temporaryFolder('kill-tokens')
  const first = await startBellbuoy({ dir: folder.path })
  const kept = await makeAccessToken(first.api)
  const revoked = await makeAccessToken(first.api)
  expect((await first.api.delete(`${OWN_TOKENS}/${revoked.id}`)).status).toBe(200)
  await first.kill('SIGKILL')

  await using second = await startBellbuoy({ dir: folder.path })
  const anonymous = apiClient(second.url)
  expect((await anonymous.get(CURRENT, kept.bearer)).status).toBe(200)
  expect((await anonymous.get(CURRENT, revoked.bearer)).status).toBe(401)
})
