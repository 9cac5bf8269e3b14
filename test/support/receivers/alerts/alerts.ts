import type { AlertDouble } from './alert-double.ts'
import { alertmanager } from './alertmanager.ts'
import { pagerduty } from './pagerduty.ts'

/** Every system of alerts, by the kind of its targets. */
export const ALERTS: Readonly<Record<string, AlertDouble>> = { pagerduty, alertmanager }

/** A target of a kind whose requests its double takes. */
export function alertTarget(type: string, address: string, others: object = {}) {
  const { options, secrets } = ALERTS[type]!
  return { type, address, options: { ...options, ...nested(secrets), ...others } }
}

/** `bearer.token` as an option stands in `bearer`. */
function nested(secrets: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(secrets).map(([path, value]) => {
      const [name = '', inner] = path.split('.')
      return [name, inner === undefined ? value : { [inner]: value }]
    }),
  )
}
