import { readFile } from 'node:fs/promises'
import { request } from 'undici'
import type { Bellbuoy } from './bellbuoy.ts'
import { say } from './say.ts'

const RECORDED = new URL('./recorded-envelope.json', import.meta.url)

/** Posts what a real registry sent when an image was pushed to it. */
export async function replayPush({ url, token }: Bellbuoy): Promise<void> {
  const answer = await request(`${url}/service/notifications`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/vnd.docker.distribution.events.v1+json',
    },
    body: await readFile(RECORDED),
  })
  const text = await answer.body.text()
  if (answer.statusCode !== 200) throw new Error(`Bellbuoy answered ${answer.statusCode}: ${text}`)
  say('demo/recorded-envelope.json', `Bellbuoy answers ${answer.statusCode} ${text.trim()}`)
}
