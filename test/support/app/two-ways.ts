import type { Receiver } from '../receivers/receiver.ts'
import { startReceiver } from '../receivers/receiver.ts'
import {
  type DistributionEvent,
  type ManifestEventOptions,
  envelope,
  pullEvent,
  pushEvent,
} from '../events/envelopes.ts'
import { ManualClock } from '../manual-clock.ts'
import { waitUntil } from '../wait-until.ts'
import type { ApiAnswer } from './api-client.ts'
import { type TestApp, startTestApp } from './start-test-app.ts'
import { type WebhookPolicy, createPolicy } from './webhook-policy.ts'

export const CHART_CONFIG = 'application/vnd.cncf.helm.config.v1+json'
export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json'
const EVERYTHING = [
  'PUSH_ARTIFACT',
  'PULL_ARTIFACT',
  'DELETE_ARTIFACT',
  'UPLOAD_CHART',
  'DOWNLOAD_CHART',
  'DELETE_CHART',
]

/** A policy with a receiver of its own. */
export interface Subscribed {
  readonly policy: WebhookPolicy
  readonly receiver: Receiver
  /** What it got: type and tag or digest of each, sorted, as soon as there are so many. */
  readonly got: (count: number) => Promise<readonly string[]>
}

/** An app whose clock the test moves, with a policy of each way on the project `shop`. */
export interface TwoWays extends AsyncDisposable {
  readonly app: TestApp
  readonly clock: ManualClock
  readonly harbors: Subscribed
  readonly ours: Subscribed
  readonly subscribe: (name: string, harborWay?: boolean) => Promise<Subscribed>
  readonly report: (...events: readonly DistributionEvent[]) => Promise<ApiAnswer>
  /** What is stored, in the order of acceptance. */
  readonly events: () => Promise<readonly Record<string, unknown>[]>
  /** Lets all that is held come to its time, and waits until it is decided. */
  readonly settle: () => Promise<void>
}

export async function startTwoWays(settings: Readonly<Record<string, string>> = {}): Promise<TwoWays> {
  await using stack = new AsyncDisposableStack()
  const clock = new ManualClock(Date.now())
  const app = stack.use(await startTestApp({ clock, settings }))
  const receivers = stack.use(new AsyncDisposableStack())
  const subscribe = async (name: string, harborWay?: boolean): Promise<Subscribed> => {
    const receiver = receivers.use(await startReceiver())
    const policy = await createPolicy(app.api, {
      project: 'shop',
      name,
      eventTypes: EVERYTHING,
      ...(harborWay !== undefined && { harborWay }),
      targets: [receiver.url()],
    })
    return { policy, receiver, got: async (count) => (await receiver.waitFor(count)).map(inShort).sort() }
  }
  const events = async () => {
    const { body } = await app.api.get('/api/v2.0/projects/shop/webhook/received-events?limit=100')
    return (body.items as Record<string, unknown>[]).reverse()
  }
  const harbors = await subscribe("Harbor's way", true)
  const ours = await subscribe('our way')
  const owned = stack.move()
  return {
    app,
    clock,
    harbors,
    ours,
    subscribe,
    report: (...reported) => app.postEnvelope(envelope(reported)),
    events,
    async settle() {
      clock.advance(60_000)
      const isSettled = async () => (await events()).every((event) => event['held_until'] === undefined)
      await waitUntil(isSettled, { what: 'everything is settled' })
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** What a receiver got, in short: `PUSH_ARTIFACT v1`, with the digest where there is no tag. */
export function inShort({ body }: { readonly body: string }): string {
  const { type, event_data } = JSON.parse(body)
  return `${type} ${event_data.resources[0].tag}`
}

/** The requests of one program about one repository of `shop`, as a registry that reports references reports them. */
export function clientOf(useragent: string, repository: string) {
  const common = { repository: `shop/${repository}`, user: 'ci', useragent }
  const config = { digest: `sha256:${'0'.repeat(64)}`, size: 7 }
  const references = (mediaType: string) => [{ ...config, mediaType }]
  type Options = Omit<ManifestEventOptions, 'repository'>
  return {
    push: (options: Options) =>
      pushEvent({
        ...common,
        references: references('application/vnd.oci.image.config.v1+json'),
        ...options,
      }),
    pushChart: (options: Options) =>
      pushEvent({ ...common, references: references(CHART_CONFIG), ...options }),
    pushIndex: (digests: readonly string[], options: Options) =>
      pushEvent({
        ...common,
        mediaType: INDEX_TYPE,
        references: digests.map((digest) => ({
          digest,
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          size: 400,
        })),
        ...options,
      }),
    pull: (options: Options) => pullEvent({ ...common, ...options }),
  }
}
