import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/** What every attempt has in the log. */
export interface LoggedAttempt {
  readonly delivery: number
  /** The id of its event, which the line of the notification has too, and the receiver as `x-request-id`. */
  readonly event: string
  readonly webhookId: string
  readonly project: number
  readonly policy: number
  readonly target: number
  readonly attempt: number
  /** As the metrics count it: success, status_5xx, timeout and the like. */
  readonly outcome: string
  /** Of the answer; null when there was none. */
  readonly status: number | null
  readonly durationMs: number
}

/** What is said of notifications and attempts at the level info: those that were refused or failed, or all of them; the others are at debug. */
export type LoggedTraffic = 'failures' | 'all'

/** One function for each fact worth logging, so that its words and fields are the same everywhere. */
export interface Log {
  serving: (facts: { url: string; database: string }) => void
  /** Of a process that only delivers. */
  delivering: (facts: { url: string; database: string }) => void
  stopping: (facts: { signal: string }) => void
  /** A secret among the settings is easy to guess. */
  secretWeak: (facts: { setting: string; reason: string; cure: string }) => void
  /** Others are sent to HTTP while the server speaks HTTPS. */
  externalUrlWithoutTls: (facts: { externalUrl: string }) => void
  certificateReplaced: (facts: { subject: string; validTo: string }) => void
  certificateUnread: (facts: { reason: string }) => void
  certificateExpired: (facts: { subject: string; validTo: string }) => void
  /** `events`: the ids of the first that were stored. */
  notificationAccepted: (facts: {
    requestId: string
    source: string
    accepted: number
    repeated: number
    ignored: number
    events: readonly string[]
  }) => void
  notificationKeptOut: (facts: { source: string; reason: string; count: number }) => void
  chartUnread: (facts: { project: string; reason: string }) => void
  /** `count`: how many such refusals the line stands for; one when left out. */
  notificationRefused: (facts: {
    requestId?: string
    source: string
    status: number
    reason: string
    count?: number
  }) => void
  /** Calls without the token of a source; `source` and `address` are those of the last one. */
  strangersRefused: (facts: { count: number; source: string; address: string }) => void
  projectUnknown: (facts: { project: string; count: number }) => void
  registryUnread: (facts: { source: string; repository: string; reference: string; reason: string }) => void
  /** The first time that a host is reported by a source without the setting `registry_host`. */
  registryHostReported: (facts: { source: string; host: string }) => void
  registryHostsTooMany: (facts: { source: string; hosts: number }) => void
  registryHostUnknown: (facts: { source: string }) => void
  pullsMerged: (facts: { source: string; count: number }) => void
  eventsLate: (facts: { source: string; repository: string; count: number }) => void
  deliveryRetries: (facts: LoggedAttempt & { readonly reason: string; readonly dueAt: string }) => void
  deliveryFailed: (facts: LoggedAttempt & { readonly reason: string }) => void
  deliverySucceeded: (facts: LoggedAttempt) => void
  targetUnreachable: (facts: { target: number; policy: number; reason: string }) => void
  /** `because`: an attempt or a test got an answer, the target was changed, or a person resumed it. */
  targetReachable: (facts: { target: number; because: string }) => void
  policyDisabled: (facts: { policy: number; project: number; name: string; reason: string }) => void
  /** Something needs a person; `project` 0 is the whole system. */
  problemOpened: (facts: {
    kind: string
    cause: string
    reason: string
    project: number
    policy: number | null
    target: number | null
    source: number | null
  }) => void
  leasesReleased: (facts: { targets: number }) => void
  deliveriesExpired: (facts: { count: number }) => void
  /** What went since it was over its limit, in one pass. */
  eventsRemoved: (facts: { events: number; deliveries: number }) => void
  /** Limits that are not set count for nothing here. */
  retentionUnset: (facts: { settings: readonly string[] }) => void
  /** `of`: the name of a project, or `everything`. `targets` were not held before. */
  deliveriesHeld: (facts: { of: string; by: string; targets: number }) => void
  /** Nothing holds `targets` any more. */
  deliveriesReleased: (facts: { of: string; by: string; targets: number }) => void
  storeUnavailable: (facts: { doing: string; reason: string }) => void
  storeAvailable: () => void
  /** A collector does not take spans. */
  tracesLost: (facts: { reason: string }) => void
  tracesSent: () => void
  /** The process has used up its file descriptors. */
  descriptorsExhausted: () => void
  descriptorsFree: () => void
  /** A login failed: the provider is down or refuses it, or the settings about the provider are wrong. */
  oidcFailed: (facts: { provider: string; reason: string }) => void
  /** As above, by the LDAP directory. */
  ldapFailed: (facts: { url: string; reason: string }) => void
  requestFailed: (facts: { requestId: string; method: string; url: string }, error: unknown) => void
  backgroundFailed: (facts: { doing: string }, error: unknown) => void
}

/**
 * Writes JSON lines, for machines and people alike.
 *
 * @param level `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`
 * @param destination standard output unless given
 */
export function createLog(
  level: string,
  destination?: DestinationStream,
  traffic: LoggedTraffic = 'failures',
): Log {
  const options = lineOptions(level)
  const logger: Logger = destination === undefined ? pino(options) : pino(options, destination)
  return {
    ...certificateLog(logger),
    serving: (facts) => logger.info(facts, 'serving'),
    delivering: (facts) => logger.info(facts, 'delivering'),
    stopping: (facts) => logger.info(facts, 'stopping: takes no new work, waits for attempts under way'),
    chartUnread: (facts) =>
      logger.warn(facts, 'the chart repository took an upload whose chart cannot be read: it makes no event'),
    secretWeak: (facts) => logger.warn(facts, 'a secret among the settings is weak'),
    ...trafficLog(logger, traffic === 'all' ? 'info' : 'debug'),
    notificationKeptOut: (facts) => logger.warn(facts, 'kept entries of a notification out'),
    notificationRefused: (facts) => logger.warn(facts, 'refused a notification'),
    strangersRefused: (facts) => logger.warn(facts, 'refused notifications without the token of a source'),
    projectUnknown: (facts) => logger.warn(facts, 'skipped events of an unknown project'),
    registryUnread: (facts) =>
      logger.warn(facts, 'could not read from the registry; its events go out as they were reported'),
    registryHostReported: (facts) =>
      logger.warn(
        facts,
        'a client named a host that this source has not reported before; payloads carry it until registry_host of the source is set',
      ),
    registryHostsTooMany: (facts) =>
      logger.warn(facts, 'clients name many hosts of this source: set its registry_host; no more are logged'),
    registryHostUnknown: (facts) =>
      logger.warn(
        facts,
        'this source reports no host, so references in payloads cannot be pulled: set its registry_host',
      ),
    pullsMerged: (facts) => logger.info(facts, 'merged repeated pulls with the first one'),
    eventsLate: (facts) => logger.info(facts, 'events were reported late; they moved no tag'),
    targetUnreachable: (facts) =>
      logger.warn(facts, 'a target gives no answer: new deliveries wait, and retries and probes go on'),
    targetReachable: (facts) => logger.info(facts, 'deliveries to the target go out again'),
    policyDisabled: (facts) =>
      logger.error(facts, 'disabled a policy of which nothing but failures came; enable it to go on'),
    problemOpened: (facts) => logger.warn(facts, 'something needs a person'),
    leasesReleased: (facts) =>
      logger.info(facts, 'freed deliveries of a process that is gone; they are due again'),
    deliveriesExpired: (facts) => logger.warn(facts, 'deliveries expired'),
    ...retentionLog(logger),
    deliveriesHeld: (facts) =>
      logger.warn(
        facts,
        'deliveries are held: events are accepted, and no attempt begins before the release',
      ),
    deliveriesReleased: (facts) => logger.info(facts, 'released held deliveries'),
    ...needsLog(logger),
    oidcFailed: (facts) => logger.warn(facts, 'login through the OpenID provider failed'),
    ldapFailed: (facts) => logger.warn(facts, 'login through the LDAP directory failed'),
    requestFailed: (facts, error) => logger.error({ ...facts, err: error }, 'request failed'),
    backgroundFailed: (facts, error) => logger.error({ ...facts, err: error }, 'background work failed'),
  }
}

function retentionLog(logger: Logger): Pick<Log, 'eventsRemoved' | 'retentionUnset'> {
  return {
    eventsRemoved: (facts) =>
      logger.info(facts, 'removed events that were over their limit, with their deliveries'),
    retentionUnset: (facts) =>
      logger.warn(
        facts,
        'this database is from before there were limits for what is kept: it keeps everything until you set them, or 0 to confirm that',
      ),
  }
}

/** How every log of the project writes: a line of JSON for an entry, in which nothing but its end is a control character. */
export function lineOptions(level: string): LoggerOptions {
  return {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    hooks: { streamWrite: withoutCommands },
  }
}

/** What JSON leaves as it is and terminals obey: control characters, separators of lines, the direction of writing. */
const COMMANDS = /[\u007f-\u009f\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** A line of the log with such characters as JSON escapes them: names come from strangers. */
function withoutCommands(line: string): string {
  return line.replace(
    COMMANDS,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}

type CertificateFacts =
  'externalUrlWithoutTls' | 'certificateReplaced' | 'certificateUnread' | 'certificateExpired'

/** What is said about HTTPS. */
function certificateLog(logger: Logger): Pick<Log, CertificateFacts> {
  return {
    externalUrlWithoutTls: (facts) =>
      logger.warn(
        facts,
        'EXTERNAL_URL begins with http://, but this server speaks HTTPS: links lead nowhere',
      ),
    certificateReplaced: (facts) => logger.info(facts, 'shows a new certificate from now on'),
    certificateUnread: (facts) =>
      logger.error(facts, 'the certificate changed and cannot be used: the one before it stays'),
    certificateExpired: (facts) => logger.warn(facts, 'the certificate of this server has expired: renew it'),
  }
}

/** What is said of each notification and each attempt; of successes at a level of their own. */
function trafficLog(
  logger: Logger,
  level: 'info' | 'debug',
): Pick<Log, 'notificationAccepted' | 'deliverySucceeded' | 'deliveryRetries' | 'deliveryFailed'> {
  return {
    notificationAccepted: (facts) => logger[level](facts, 'accepted a notification'),
    deliverySucceeded: (facts) => logger[level](facts, 'delivered'),
    deliveryRetries: (facts) => logger.info(facts, 'attempt failed, will retry'),
    deliveryFailed: (facts) => logger.warn(facts, 'delivery failed'),
  }
}

/** What is said of that without which not everything goes on. */
function needsLog(
  logger: Logger,
): Pick<
  Log,
  | 'storeUnavailable'
  | 'storeAvailable'
  | 'descriptorsExhausted'
  | 'descriptorsFree'
  | 'tracesLost'
  | 'tracesSent'
> {
  return {
    storeUnavailable: (facts) => logger.error(facts, 'the store cannot write'),
    storeAvailable: () => logger.info('the store can write again'),
    tracesLost: (facts) => logger.warn(facts, 'traces cannot be sent and are lost; all else goes on'),
    tracesSent: () => logger.info('traces are sent again'),
    descriptorsExhausted: () =>
      logger.error('no file descriptor is left: new connections are refused, and deliveries wait'),
    descriptorsFree: () => logger.info('file descriptors are free again'),
  }
}
