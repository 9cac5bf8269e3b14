import { expect, test } from 'vitest'
import { adminPassword } from '../support/app/bellbuoy-process.ts'
import { startTwoApps } from './two-apps.ts'

const NAME = 'admin'

function statusWith(url: string, password: string): Promise<number> {
  const authorization = `Basic ${btoa(`${NAME}:${password}`)}`
  return fetch(`${url}/api/v2.0/users/current`, { headers: { authorization } }).then(({ status }) => status)
}

test('a guesser who asks every process gets no more tries, also for a password that one of them remembers', async () => {
  await using apps = await startTwoApps()
  const urls = [apps.one.url, apps.other.url]
  expect(await statusWith(apps.other.url, adminPassword)).toBe(200)

  const guesses = await Promise.all(
    Array.from({ length: 20 }, (_, guess) => statusWith(urls[guess % 2]!, `guess ${guess}`)),
  )

  expect(guesses.filter((status) => status === 401)).toHaveLength(5)
  expect(guesses.filter((status) => status === 429)).toHaveLength(15)
  for (const url of urls) expect(await statusWith(url, adminPassword)).toBe(429)
})
