import type { TargetOptions } from '../options.ts'

/**
 * JSON Schema of the setting that every kind of source has. The host in a notification is what a client sent in its request,
 * so a client can forge it; this one is the admin's word.
 */
export const REGISTRY_HOST_SCHEMA = {
  type: 'string',
  description:
    'the host that others pull from, with its port if it is not that of the scheme, for example registry.example.com:5000; unset: the host that a client used, where the source reports it',
} as const

/** Where the host of a source's references comes from. */
export const REGISTRY_HOST_ORIGINS = ['setting', 'notifications', 'nowhere'] as const
export type RegistryHostOrigin = (typeof REGISTRY_HOST_ORIGINS)[number]

/** A host that the notifications of a source named. */
export interface ReportedHost {
  readonly host: string
  readonly firstReportedAtMs: number
}

/** The host of a source's references, as the admin sees it. */
export interface RegistryHostView {
  /** The setting; null when it is unset. */
  readonly set: string | null
  readonly origin: RegistryHostOrigin
  /** Hosts of notifications since this process started, oldest first; only while the setting is unset. */
  readonly reported: readonly ReportedHost[]
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/
const IPV6 = /^\[[0-9A-Fa-f:.]{2,45}\]$/
const MAX_HOST = 255

/** Whether a text is `host` or `host:port`, without scheme and path, so that `host/repository:tag` can be pulled. */
export function isRegistryHost(text: string): boolean {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(text) ?? []
  const isPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)
  return text.length <= MAX_HOST && isPort && (NAME.test(host) || IPV6.test(host))
}

/** The setting of a source, or null when it is unset. */
export function registryHostIn({ registry_host: host }: TargetOptions): string | null {
  return typeof host === 'string' && host !== '' ? host : null
}

/** The fault in the setting, or null. */
export function registryHostFault(settings: TargetOptions): string | null {
  const host = registryHostIn(settings)
  return host === null || isRegistryHost(host) ? null : `registry_host ${REGISTRY_HOST_RULE}`
}

export const REGISTRY_HOST_RULE = 'must be a host, or host:port, without scheme and path'
