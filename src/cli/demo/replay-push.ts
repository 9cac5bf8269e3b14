import type { Bellbuoy } from './bellbuoy.ts'
import { RECORDED_PUSH } from './recorded-push.ts'
import { say } from './say.ts'

/** Posts what a real registry sent when an image was pushed to it. */
export async function replayPush({ url, token }: Bellbuoy): Promise<void> {
  const answer = await fetch(`${url}/service/notifications`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/vnd.docker.distribution.events.v1+json',
    },
    body: JSON.stringify(RECORDED_PUSH),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`Bellbuoy answered ${String(answer.status)}: ${text}`)
  say('a recorded push to demo/hello:v1', `Bellbuoy answered ${String(answer.status)} ${text.trim()}`)
}
