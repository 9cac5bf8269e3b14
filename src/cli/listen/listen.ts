import { ConfigError } from '../../config.ts'
import { systemClock } from '../../domain/clock.ts'
import { messageOf } from '../../domain/errors.ts'
import { type ListenLog, createListenLog } from '../../listen/listen-log.ts'
import { checkRules } from '../../listen/rules/check-rules.ts'
import { checkText } from '../../listen/rules/check-text.ts'
import { startListener } from '../../listen/listener.ts'
import { ServedCertificate } from '../../net/served-certificate.ts'
import { endSignal } from '../end-signal.ts'
import { endWithFault } from '../end-with-fault.ts'
import { type RulesInForce, rulesInForce } from './rules-in-force.ts'
import type { ListenOptions } from './options.ts'
import { type ListenSettings, addressMistake, listenerLimits, readListenSettings } from './settings.ts'
import { startText } from './start-text.ts'

/** Receives webhooks until SIGINT or SIGTERM, then waits for the runs under way; a second signal ends it at once. */
export async function listen(options: ListenOptions, args: readonly string[]): Promise<void> {
  try {
    const given = readListenSettings(options, args)
    const log = createListenLog(given.logLevel)
    const environment = process.env
    using inForce = await rulesInForce({ settings: given, environment, log })
    refuseStrangers(given.host, inForce)
    if (options.check === true) {
      console.log(checkText(checkRules(inForce.rules())))
      return
    }
    using certificate = await certificateOf(given, log)
    const limits = () => listenerLimits(given, inForce.fileSettings())
    const parts = { ...inForce, settings: given, certificate, limits, environment, clock: systemClock, log }
    const listener = await startListener(parts)
    const rules = inForce.rules()
    // Those who read that it listens may end it or have its rules read again from then on.
    const ended = endSignal()
    process.on('SIGHUP', inForce.reload)
    process.stderr.write(startText({ url: listener.url, rules, sender: inForce.sender() }))
    log.listening({ url: listener.url, data: given.data, rules: rules.map(({ name }) => name) })
    const signal = await ended
    log.stopping({ signal, runs: listener.underWay() })
    await listener.end()
  } catch (error) {
    endWithFault('bellbuoy cannot listen', error)
  }
}

async function certificateOf({ tls }: ListenSettings, log: ListenLog): Promise<ServedCertificate | null> {
  if (tls === null) return null
  try {
    return await ServedCertificate.open(tls, {
      replaced: log.certificateReplaced,
      unread: log.certificateUnread,
      expired: log.certificateExpired,
    })
  } catch (error) {
    throw new ConfigError([`--tls-cert-file, --tls-key-file: ${messageOf(error)}`])
  }
}

function refuseStrangers(host: string, { sender }: RulesInForce): void {
  const { authorizations, keys } = sender()
  const mistake = addressMistake(host, authorizations.length + keys.length > 0)
  if (mistake !== null) throw new ConfigError([mistake])
}
