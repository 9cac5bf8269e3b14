import type { Clock } from '../domain/clock.ts'
import type { SourceEvent } from '../domain/event/event.ts'
import {
  type RegistryHostView,
  type ReportedHost,
  isRegistryHost,
  registryHostIn,
} from '../domain/registry/registry-host.ts'
import type { Source } from '../domain/registry/source.ts'
import type { Log } from '../log.ts'
import { isOwnKind } from './own-sources.ts'

export interface RegistryHostsParts {
  /** The host of a source that the environment names; the source's own setting wins over it. */
  readonly preset: { readonly source: string; readonly host: string | null }
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Log, 'registryHostReported' | 'registryHostsTooMany' | 'registryHostUnknown'>
}

/** Hosts remembered of one source. Clients can name any number of them. */
const MAX_HOSTS = 20

interface Seen {
  readonly hosts: ReportedHost[]
  hasTooMany: boolean
  isWithoutHost: boolean
}

/**
 * Decides the host that the references of a source's events begin with, the same for every kind: the setting `registry_host`,
 * else what the notification says. The latter is what a client sent, so each new one is reported.
 */
export class RegistryHosts {
  readonly #parts: RegistryHostsParts
  readonly #seen = new Map<number, Seen>()

  constructor(parts: RegistryHostsParts) {
    this.#parts = parts
  }

  /** The host of an event as it is stored; empty when it is not known. */
  hostOf(source: Source, { registryHost, repository }: SourceEvent): string {
    const set = this.#setting(source)
    if (set !== null) return set
    if (isOwnKind(source.kind)) return registryHost
    const reported = isRegistryHost(registryHost) ? registryHost : ''
    if (reported !== '') this.#noteHost(source, reported)
    else if (repository !== '') this.#noteMissing(source)
    return reported
  }

  /** @param reportsHost whether the kind of the source reports a host at all */
  viewOf(source: Pick<Source, 'id' | 'name' | 'settings'>, reportsHost: boolean): RegistryHostView {
    const set = this.#setting(source)
    if (set !== null) return { set, origin: 'setting', reported: [] }
    const seen = this.#seen.get(source.id)
    const reported = seen?.hosts ?? []
    const isReported = reported.length > 0 || (reportsHost && seen?.isWithoutHost !== true)
    return { set, origin: isReported ? 'notifications' : 'nowhere', reported: [...reported] }
  }

  #setting({ name, settings }: Pick<Source, 'name' | 'settings'>): string | null {
    const { preset } = this.#parts
    return registryHostIn(settings) ?? (name === preset.source ? preset.host : null)
  }

  #noteHost(source: Source, host: string): void {
    const seen = this.#seenOf(source)
    if (seen.hosts.some((one) => one.host === host)) return
    const { clock, log } = this.#parts
    if (seen.hosts.length < MAX_HOSTS) {
      seen.hosts.push({ host, firstReportedAtMs: clock.now() })
      log.registryHostReported({ source: source.name, host })
    } else if (!seen.hasTooMany) {
      seen.hasTooMany = true
      log.registryHostsTooMany({ source: source.name, hosts: MAX_HOSTS })
    }
  }

  #noteMissing(source: Source): void {
    const seen = this.#seenOf(source)
    if (seen.isWithoutHost) return
    seen.isWithoutHost = true
    this.#parts.log.registryHostUnknown({ source: source.name })
  }

  #seenOf({ id }: Source): Seen {
    const known = this.#seen.get(id)
    if (known !== undefined) return known
    const seen: Seen = { hosts: [], hasTooMany: false, isWithoutHost: false }
    this.#seen.set(id, seen)
    return seen
  }
}
