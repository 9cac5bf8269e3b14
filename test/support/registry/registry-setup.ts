import { type ImageIndexLayout, type ImageLayout, writeChart, writeImage, writeImageIndex } from './image.ts'
import { sourceToken } from '../app/bellbuoy-process.ts'
import { type Receiver, startReceiver } from '../receivers/receiver.ts'
import type { ReceivedRequest } from '../receivers/received-requests.ts'
import { type Registry, startRegistry } from './registry.ts'
import { type TestApp, startTestApp } from '../app/start-test-app.ts'
import { temporaryFolder } from '../temporary-folder.ts'

/** Who pushes, pulls and deletes. */
export const creds = { user: 'ci', password: 'Test-Pusher-1' } as const

export interface RegistrySetupOptions {
  /** The registry's users; by default the one of `creds`. Without any, it lets everyone in. */
  readonly users?: Readonly<Record<string, string>>
  /** Where the registry posts, when that is not Bellbuoy itself. */
  readonly through?: (app: TestApp) => Promise<string>
  /** Whether the registry's events list what their manifests refer to; false by default, as the registry's own default. */
  readonly includeReferences?: boolean
  readonly settings?: Readonly<Record<string, string>>
  /** Where the registry listens; a free port by default. */
  readonly registryPort?: number
}

export interface Subscription {
  readonly eventTypes?: readonly string[]
  readonly filter?: object
}

/** A receiver of its own for what happens in one project. */
export interface Subscriber extends AsyncDisposable {
  readonly receiver: Receiver
  readonly webhooksOf: RegistrySetup['webhooksOf']
}

/** A real registry with users, which tells Bellbuoy, which tells a receiver of everything in project `shop`. */
export interface RegistrySetup extends AsyncDisposable {
  readonly registry: Registry
  readonly app: TestApp
  readonly receiver: Receiver
  /** What arrives because of `act`: at least `count` webhooks, each within a second of its end. */
  readonly webhooksOf: (count: number, act: () => Promise<void>) => Promise<readonly ReceivedRequest[]>
  readonly image: (content: string) => Promise<ImageLayout>
  readonly index: (content: string) => Promise<ImageIndexLayout>
  readonly chart: (name: string) => Promise<ImageLayout>
  /** Makes a project with a policy: its receiver gets everything about artifacts unless told otherwise. */
  readonly subscribe: (project: string, subscription?: Subscription) => Promise<Subscriber>
}

export async function startRegistrySetup({
  users = { [creds.user]: creds.password },
  through,
  includeReferences = false,
  settings = {},
  registryPort,
}: RegistrySetupOptions = {}): Promise<RegistrySetup> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('images'))
  const receiver = stack.use(await startReceiver())
  const app = stack.use(await startTestApp({ settings }))
  await subscribe(app, receiver, 'shop')
  const base = through === undefined ? app.url : await through(app)
  const registry = stack.use(
    await startRegistry({
      notificationsUrl: `${base}/service/notifications`,
      token: sourceToken,
      includeReferences,
      ...(registryPort !== undefined && { port: registryPort }),
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
    chart: (name) => writeChart(`${folder.path}/${++layouts}`, name),
    async subscribe(project, subscription) {
      const own = await startReceiver()
      await subscribe(app, own, project, subscription)
      return {
        receiver: own,
        webhooksOf: (count, act) => webhooksOf(own, count, act),
        [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
      }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function subscribe(
  { api }: TestApp,
  receiver: Receiver,
  project: string,
  { eventTypes = ABOUT_ARTIFACTS, filter }: Subscription = {},
): Promise<void> {
  await api.post('/api/v2.0/projects', { project_name: project })
  const { status } = await api.post(`/api/v2.0/projects/${project}/webhook/policies`, {
    name: 'everything',
    enabled: true,
    event_types: eventTypes,
    targets: [{ type: 'http', address: receiver.url() }],
    ...(filter && { filter }),
  })
  if (status !== 201) throw new Error(`no policy, but ${status}`)
}

const ABOUT_ARTIFACTS = ['PUSH_ARTIFACT', 'PULL_ARTIFACT', 'DELETE_ARTIFACT', 'DELETE_TAG']

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
