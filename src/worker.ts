import type { Config } from './config.ts'
import type { Changes } from './domain/changes.ts'
import { createFiguresServer } from './http/figures-server.ts'
import { createMetricsText } from './metrics/metrics.ts'
import type { Log } from './log.ts'
import { startDeliverySide } from './app/delivery-side.ts'
import { openFoundation } from './app/foundation.ts'
import { listenOn } from './app/listen-on.ts'
import { ownCertificate } from './app/own-certificate.ts'
import { certificateWatch } from './app/own-troubles.ts'
import { startProblemWatch } from './app/problem-watch.ts'
import { TargetOutcomes } from './problems/target-outcomes.ts'

/** A process that only delivers. Disposing it starts nothing new and waits for the attempts under way. */
export interface Worker extends AsyncDisposable {
  /** Where it says how it is. */
  readonly url: string
}

/** Nobody looks on in this process. */
const NO_READERS: Changes = {
  isWatched: false,
  publish: () => undefined,
  rightsChanged: () => undefined,
}

/**
 * Delivers what other processes on the database store.
 *
 * @throws Error with a message for the user when the database cannot be opened or the port cannot be used
 */
export async function startWorker(config: Config, log: Log): Promise<Worker> {
  await using starting = new AsyncDisposableStack()
  const certificate = await ownCertificate(config, log, starting)
  const foundation = await openFoundation(config, { clock: null, log, changes: NO_READERS }, starting)
  const { store, descriptors, instruments, clock } = foundation
  const outcomes = new TargetOutcomes()
  const parts = { ...foundation, random: Math.random, delivers: true, noteEnded: outcomes.ended }
  const { deliveryCounts } = await startDeliverySide(parts, starting)
  const findCertificateTrouble = certificateWatch({ store, certificate, clock })
  starting.use(
    startProblemWatch({
      ...foundation,
      outcomes,
      intake: null,
      findOwnTroubles: async (open) => [await findCertificateTrouble(open)].filter((one) => one !== null),
    }),
  )
  const text = createMetricsText({ store, clock, certificate, instruments, deliveryCounts })
  const server = createFiguresServer({
    store,
    descriptors,
    metrics: { text, token: config.metrics.token },
    certificate: certificate?.options ?? null,
  })
  starting.defer(() => server.close())
  const url = await listenOn(server, { ...config, certificate })
  const started = starting.move()
  return { url, [Symbol.asyncDispose]: () => started.disposeAsync() }
}
