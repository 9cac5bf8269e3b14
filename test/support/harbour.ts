import { type ImageIndexLayout, type ImageLayout, writeImage, writeImageIndex } from './image.ts'
import { sourceToken } from './bellbuoy-process.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import type { ReceivedRequest } from './received-requests.ts'
import { type Registry, startRegistry } from './registry.ts'
import { type TestApp, startTestApp } from './start-test-app.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Who pushes, pulls and deletes. */
export const creds = { user: 'ci', password: 'Test-Pusher-1' } as const

export interface HarbourOptions {
  /** The registry's users; by default the one of `creds`. Without any, it lets everyone in. */
  readonly users?: Readonly<Record<string, string>>
  /** Where the registry posts, when that is not Bellbuoy itself. */
  readonly through?: (app: TestApp) => Promise<string>
}

/** A real registry with users, which tells Bellbuoy, which tells a receiver of everything in project `shop`. */
export interface Harbour extends AsyncDisposable {
  readonly registry: Registry
  readonly app: TestApp
  readonly receiver: Receiver
  /** What arrives because of `act`: at least `count` webhooks, each within a second of its end. */
  readonly webhooksOf: (count: number, act: () => Promise<void>) => Promise<readonly ReceivedRequest[]>
  readonly image: (content: string) => Promise<ImageLayout>
  readonly index: (content: string) => Promise<ImageIndexLayout>
}

export async function startHarbour({
  users = { [creds.user]: creds.password },
  through,
}: HarbourOptions = {}): Promise<Harbour> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('images'))
  const receiver = stack.use(await startReceiver())
  const app = stack.use(await startTestApp())
  await subscribe(app, receiver)
  const base = through === undefined ? app.url : await through(app)
  const registry = stack.use(
    await startRegistry({
      notificationsUrl: `${base}/service/notifications`,
      token: sourceToken,
      ...(Object.keys(users).length > 0 && { htpasswd: users }),
    }),
  )
  const owned = stack.move()
  let layouts = 0
  return {
    registry,
    app,
    receiver,
    webhooksOf: (count, act) => webhooksOf(receiver, count, act),
    image: (content) => writeImage(`${folder.path}/${++layouts}`, content),
    index: (content) => writeImageIndex(`${folder.path}/${++layouts}`, content),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function subscribe({ api }: TestApp, receiver: Receiver): Promise<void> {
  await api.post('/api/v2.0/projects', { project_name: 'shop' })
  const { status } = await api.post('/api/v2.0/projects/shop/webhook/policies', {
    name: 'everything',
    enabled: true,
    event_types: ['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'DELETE_ARTIFACT', 'DELETE_TAG'],
    targets: [{ type: 'http', address: receiver.url() }],
  })
  if (status !== 201) throw new Error(`no policy, but ${status}`)
}

async function webhooksOf(receiver: Receiver, count: number, act: () => Promise<void>) {
  const before = receiver.requests.length
  await act()
  const endedAt = performance.timeOrigin + performance.now()
  const webhooks = (await receiver.waitFor(before + count)).slice(before)
  const late = webhooks.filter(({ receivedAt }) => receivedAt - endedAt >= 1000)
  if (late.length > 0) throw new Error(`${late.length} webhooks came later than a second`)
  return webhooks
}

/** A webhook in short: `PUSH_ARTIFACT HOST/shop/web:v1 by ci`. */
export function inShort({ body }: ReceivedRequest): string {
  const { type, operator, event_data } = JSON.parse(body)
  return `${type} ${event_data.resources[0].resource_url} by ${operator}`
}
