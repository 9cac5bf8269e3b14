import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { sourceToken } from '../support/app/bellbuoy-process.ts'
import { envelope, pushEvent } from '../support/events/envelopes.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { waitUntil } from '../support/wait-until.ts'

/** Notifications of the usual size that one source may have under way at the beginning. */
const SHARE = 64

/** A notification of which the server has the head and no byte of the body. */
async function openNotification(app: TestApp): Promise<Disposable> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
  await once(socket, 'connect')
  const head = ['host: x', 'content-type: application/json', `authorization: Bearer ${sourceToken}`]
  socket.write(`POST /service/notifications HTTP/1.1\r\n${head.join('\r\n')}\r\ncontent-length: 2048\r\n\r\n`)
  // A call that comes later and is answered: by then the server has the head.
  await app.anonymous.get('/api/version')
  return { [Symbol.dispose]: () => void socket.destroy() }
}

test('a source with its share under way waits and is refused, others are not, and what was refused is taken once it is sent again', async () => {
  const clock = new ManualClock()
  await using app = await startTestApp({ clock })
  const { body: other } = await app.api.post('/api/v2.0/sources', { name: 'other', kind: 'distribution' })
  const tell = (token?: string) =>
    token === undefined
      ? app.postEnvelope(notification)
      : app.anonymous.post(
          '/service/notifications/other',
          envelope([pushEvent({ repository: 'b/b', tag: '1' })]),
          {
            authorization: `Bearer ${token}`,
          },
        )
  const notification = envelope([pushEvent({ repository: 'team/app', tag: 'v1' })])
  {
    using open = new DisposableStack()
    for (let opened = 0; opened < SHARE; opened++) open.use(await openNotification(app))
    const late = tell()
    expect((await tell(other.token)).status).toBe(200)
    const answer = await waitUntil(
      () => {
        clock.advance(10_000)
        return Promise.race([late, new Promise<null>((resolve) => setTimeout(resolve, 100, null))])
      },
      { what: 'it is refused' },
    )
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1'])
  }

  const again = await waitUntil(async () => (await tell()).body, { what: 'it is taken' })

  expect(again).toEqual({ accepted: 1, repeated: 0, ignored: 0 })
  expect(app.rows("select count(*) as n from event where repository = 'team/app'")).toEqual([{ n: 1 }])
})
