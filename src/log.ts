import { type DestinationStream, type Logger, pino } from 'pino'

/** One function for each thing worth telling, so that its words and fields stay the same wherever it is told. */
export interface Log {
  serving: (facts: { url: string; database: string }) => void
  stopping: (facts: { signal: string }) => void
  notificationKeptOut: (facts: { source: string; reason: string; count: number }) => void
  projectUnknown: (facts: { project: string; count: number }) => void
  registryUnread: (facts: { source: string; repository: string; digest: string; reason: string }) => void
  pullsMerged: (facts: { source: string; count: number }) => void
  deliveryRetries: (facts: {
    delivery: number
    attempt: number
    target: number
    reason: string
    dueAt: string
  }) => void
  deliveryFailed: (facts: { delivery: number; attempt: number; target: number; reason: string }) => void
  deliverySucceeded: (facts: {
    delivery: number
    attempt: number
    target: number
    durationMs: number
  }) => void
  leasesReleased: (facts: { targets: number }) => void
  deliveriesExpired: (facts: { count: number }) => void
  storeUnavailable: (facts: { doing: string; reason: string }) => void
  storeAvailable: () => void
  /** A log-in that the provider is to blame for, or the settings about it; or people who were not let in. */
  oidcFailed: (facts: { provider: string; reason: string }) => void
  requestFailed: (facts: { requestId: string; method: string; url: string }, error: unknown) => void
  backgroundFailed: (facts: { doing: string }, error: unknown) => void
}

/**
 * Writes JSON lines, for machines and people alike.
 *
 * @param level `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`
 * @param destination standard output unless given
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  const logger: Logger = destination === undefined ? pino(options) : pino(options, destination)
  return {
    serving: (facts) => logger.info(facts, 'serving'),
    stopping: (facts) => logger.info(facts, 'stopping: no new work, waiting for attempts under way'),
    notificationKeptOut: (facts) =>
      logger.warn(facts, 'notification entries of an unknown kind were kept out'),
    projectUnknown: (facts) => logger.warn(facts, 'events of an unknown project were kept out'),
    registryUnread: (facts) =>
      logger.warn(facts, 'the registry did not say what a manifest is; its events go out without that'),
    pullsMerged: (facts) => logger.info(facts, 'pulls that belong to one before them were merged with it'),
    deliveryRetries: (facts) => logger.info(facts, 'attempt failed, will retry'),
    deliveryFailed: (facts) => logger.warn(facts, 'delivery failed'),
    deliverySucceeded: (facts) => logger.debug(facts, 'delivered'),
    leasesReleased: (facts) => logger.info(facts, 'deliveries that lost their process are due again'),
    deliveriesExpired: (facts) => logger.warn(facts, 'deliveries expired'),
    storeUnavailable: (facts) => logger.error(facts, 'the store cannot write'),
    storeAvailable: () => logger.info('the store can write again'),
    oidcFailed: (facts) => logger.warn(facts, 'a log-in by the OpenID provider came to nothing'),
    requestFailed: (facts, error) => logger.error({ ...facts, err: error }, 'request failed'),
    backgroundFailed: (facts, error) => logger.error({ ...facts, err: error }, 'background work failed'),
  }
}
