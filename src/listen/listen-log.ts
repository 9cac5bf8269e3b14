import { type DestinationStream, type Logger, pino } from 'pino'
import { lineOptions } from '../log.ts'
import type { RunState } from './runs/run.ts'

/** One function for each fact of the listener that is worth logging. None of them takes a secret or a body. */
export interface ListenLog {
  listening: (facts: { url: string; data: string; rules: readonly string[] }) => void
  stopping: (facts: { signal: string; runs: number }) => void
  certificateReplaced: (facts: { subject: string; validTo: string }) => void
  certificateUnread: (facts: { reason: string }) => void
  certificateExpired: (facts: { subject: string; validTo: string }) => void
  rulesRead: (facts: { rules: readonly string[] }) => void
  rulesUnread: (facts: { reason: string }) => void
  webhookRefused: (facts: { status: number; reason: string; address: string }) => void
  webhookAccepted: (facts: { webhook: string; runs: readonly number[]; isRepeat: boolean }) => void
  runEnded: (facts: {
    run: number
    rule: string
    attempt: number
    state: RunState
    durationMs: number
    reason: string
  }) => void
  runsLeft: (facts: { runs: readonly number[] }) => void
  storeUnavailable: (facts: { doing: string; reason: string }) => void
  storeAvailable: () => void
  failed: (facts: { doing: string }, error: unknown) => void
}

/**
 * Writes JSON lines, for machines and people alike.
 *
 * @param level `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`
 * @param destination standard output unless given
 */
export function createListenLog(level: string, destination?: DestinationStream): ListenLog {
  const options = lineOptions(level)
  const logger: Logger = destination === undefined ? pino(options) : pino(options, destination)
  return {
    listening: (facts) => logger.info(facts, 'listening'),
    stopping: (facts) => logger.info(facts, 'stopping: accepts nothing more, waits for the runs under way'),
    certificateReplaced: (facts) => logger.info(facts, 'shows a new certificate from now on'),
    certificateUnread: (facts) =>
      logger.error(facts, 'the certificate changed and cannot be used: the one before it stays'),
    certificateExpired: (facts) =>
      logger.warn(facts, 'the certificate of the listener has expired: renew it'),
    rulesRead: (facts) => logger.info(facts, 'read the rules anew'),
    rulesUnread: (facts) =>
      logger.error(facts, 'the rules file changed and cannot be used: the rules before it stay in force'),
    webhookRefused: (facts) => logger.warn(facts, 'refused a webhook'),
    webhookAccepted: (facts) => logger.debug(facts, 'accepted a webhook'),
    runEnded: (facts) =>
      facts.state === 'success'
        ? logger.info(facts, 'a run succeeded')
        : logger.warn(facts, facts.state === 'pending' ? 'a run failed and is retried' : 'a run failed'),
    runsLeft: (facts) => logger.warn(facts, 'the listener ended while runs were under way: they start again'),
    storeUnavailable: (facts) => logger.error(facts, 'the store cannot write: tries again every second'),
    storeAvailable: () => logger.info('the store can write again'),
    failed: ({ doing }, error) => logger.error({ err: error }, `failed: ${doing}`),
  }
}
