import { type ImageIndexLayout, type ImageLayout, writeChart, writeImage, writeImageIndex } from './image.ts'
import { available } from '../available.ts'
import { sourceToken } from '../app/bellbuoy-process.ts'
import { type Receiver, startReceiver } from '../receivers/receiver.ts'
import type { ReceivedRequest } from '../receivers/received-requests.ts'
import { type Registry, startRegistry } from './registry.ts'
import { type TestApp, startTestApp } from '../app/start-test-app.ts'
import { shared } from '../shared.ts'
import { temporaryFolder } from '../temporary-folder.ts'

/** The user who pushes, pulls and deletes. */
export const creds = { user: 'ci', password: 'Test-Pusher-1' } as const
/** The users of a registry that knows only this one. */
export const users: Readonly<Record<string, string>> = { [creds.user]: creds.password }
/** Whether this machine has the programs of a registry setup. */
export const hasRegistry = available('docker-registry', 'skopeo', 'htpasswd')

export interface RegistrySetupOptions {
  /** Whether anyone may use the registry without logging in; by default only the user of `creds` may. */
  readonly isOpen?: boolean
  /** Where the registry posts, when that is not Bellbuoy itself. */
  readonly through?: (app: TestApp) => Promise<string>
  /** Whether the registry's events list what their manifests refer to; false by default, as the registry's own default. */
  readonly includeReferences?: boolean
  readonly settings?: Readonly<Record<string, string>>
  /** Where the registry listens; a free port by default. */
  readonly registryPort?: number
}

export interface Subscription {
  /** Of the policy; each of a project has another. */
  readonly name?: string
  readonly eventTypes?: readonly string[]
  readonly filter?: object
  /** As the setting says when left out. */
  readonly harborWay?: boolean
}

/** A receiver for the events of one project. */
export interface Subscriber extends AsyncDisposable {
  readonly receiver: Receiver
  readonly webhooksOf: RegistrySetup['webhooksOf']
}

/** A real registry that reports to Bellbuoy, and a receiver that gets a webhook for everything in the project `shop`. */
export interface RegistrySetup extends AsyncDisposable {
  readonly registry: Registry
  /** `127.0.0.1:PORT` of the registry, the first part of an image's name. */
  readonly host: string
  readonly app: TestApp
  readonly receiver: Receiver
  /** The webhooks that `act` causes: at least `count`, each within a second after `act` has ended. */
  readonly webhooksOf: (count: number, act: () => Promise<void>) => Promise<readonly ReceivedRequest[]>
  readonly image: (content: string) => Promise<ImageLayout>
  readonly index: (content: string) => Promise<ImageIndexLayout>
  readonly chart: (name: string) => Promise<ImageLayout>
  /** Creates a project with a policy; by default for everything about artifacts. */
  readonly subscribe: (project: string, subscription?: Subscription) => Promise<Subscriber>
}

/** One registry setup for all tests of a file or `describe`. */
export function sharedRegistrySetup(options?: RegistrySetupOptions): () => RegistrySetup {
  return shared(async (stack) => stack.use(await startRegistrySetup(options)))
}

export async function startRegistrySetup({
  isOpen = false,
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
      ...(!isOpen && { htpasswd: users }),
    }),
  )
  const owned = stack.move()
  let layouts = 0
  return {
    registry,
    host: registry.host,
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
  { name = 'everything', eventTypes = ABOUT_ARTIFACTS, filter, harborWay }: Subscription = {},
): Promise<void> {
  await api.post('/api/v2.0/projects', { project_name: project })
  const { status } = await api.post(`/api/v2.0/projects/${project}/webhook/policies`, {
    name,
    enabled: true,
    event_types: eventTypes,
    targets: [{ type: 'http', address: receiver.url() }],
    ...(filter && { filter }),
    ...(harborWay !== undefined && { harbor_way: harborWay }),
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
