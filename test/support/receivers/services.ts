import { ALERTS } from './alerts/alerts.ts'
import { BUILDS } from './builds/builds.ts'
import type { ServiceDouble } from './service-double.ts'

/** Every service that is no chat, by the kind of its targets. */
export const SERVICES: Readonly<Record<string, ServiceDouble>> = { ...ALERTS, ...BUILDS }

/** A target of a kind whose requests its double takes. */
export function serviceTarget(type: string, address: string, others: object = {}) {
  const { options, secrets } = SERVICES[type]!
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
