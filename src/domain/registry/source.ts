import type { SourceEvent } from '../event/event.ts'
import type { OptionsSchema, TargetOptions } from '../options.ts'
import type { Guard } from '../revision.ts'
import { REGISTRY_HOST_SCHEMA, registryHostFault } from './registry-host.ts'
import { SILENT_AFTER_SCHEMA } from './silent-after.ts'
import type { WrongTokens } from './wrong-tokens.ts'

/** A system that reports events. */
export interface Source {
  readonly id: number
  /** The last part of its path, `/service/notifications/{name}`. */
  readonly name: string
  readonly kind: string
  readonly token: string
  /** The settings of its kind, secrets in clear. */
  readonly settings: TargetOptions
}

/** A source as the admin sees it: without its token, and with every secret among its settings as an empty string. */
export interface SourceView extends Omit<Source, 'token'> {
  readonly createdAtMs: number
  /** When its newest event was accepted, or null when there was none. */
  readonly lastEventAtMs: number | null
  /** Since when every notification is refused, once that has lasted for a minute; else null. */
  readonly refusedSinceMs: number | null
  /** The last series of calls that showed a wrong token, or null. */
  readonly wrongTokens: WrongTokens | null
}

export interface SourceDraft {
  readonly name: string
  readonly kind: string
  /** No settings when left out. */
  readonly settings?: TargetOptions
  /** The schema of the kind, which marks secrets; without it, no setting is a secret. */
  readonly settingsSchema?: OptionsSchema
}

/** The source that the first start creates. */
export const DEFAULT_SOURCE = 'default'

const SOURCE_NAME = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/

/** 1 to 64 lower-case letters and digits, joined by single `.`, `_` or `-`: it stands in a path. */
export function isSourceName(name: string): boolean {
  return name.length <= 64 && SOURCE_NAME.test(name)
}

/** What an entry of a notification is. */
export type SourceReading = SourceEvent | IgnoredEntry

/** An entry that is no event. */
export interface IgnoredEntry {
  readonly reason: string
  /** True when its kind is not known or a field of it is wrong, so that a person may want to see it. */
  readonly unknown: boolean
  /** The entry itself, where it is unknown. */
  readonly example?: unknown
  /** The blob that it is about, where it is about one. */
  readonly blob?: ReportedBlob
  /** The request that it reports, where that shows what its client is doing. */
  readonly request?: SideRequest
}

/** A request that makes no event: a blob was pushed (or mounted) or read, or the headers of a manifest were asked for. */
export interface SideRequest
  extends Pick<SourceEvent, 'repository' | 'operator' | 'client' | 'occurredAtMs'>, ReportedBlob {
  readonly what: 'blob push' | 'blob read' | 'HEAD'
}

/** Part of the content of a repository that is no manifest. */
export interface ReportedBlob {
  readonly repository: string
  readonly digest: string
}

export interface TranslationSettings {
  /** User agents whose requests count as nobody's: of registries, mirrors and Bellbuoy itself. */
  readonly ignoredUserAgents: readonly string[]
}

/** A notification without its body. */
export interface NotificationFrame {
  /** Without parameters, in lower case. */
  readonly mediaType: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The settings of the source. */
  readonly settings: TargetOptions
  readonly receivedAtMs: number
}

/** A kind of source, the only part that knows its wire format. */
export interface SourceKind {
  readonly kind: string
  /** Name for people. */
  readonly title: string
  /** Text for the other system's configuration; `URL` and `TOKEN` stand for the source's address and token. */
  readonly setup: string
  /** Whether its notifications name the host that a client used. Without one, references need the setting `registry_host`. */
  readonly reportsHost: boolean
  /** JSON Schema of its own settings, beside those that every kind has; secrets are `writeOnly`. */
  readonly settingsSchema: OptionsSchema
  /** The fault in settings that match the schema, or null. */
  readonly settingsFault?: (settings: TargetOptions) => string | null
  /** The origin that secrets among the settings are sent to, or null; a stored secret is not sent to another origin. */
  readonly secretsTravelTo?: (settings: TargetOptions) => string | null
  /** Media types of the notifications, without parameters. */
  readonly contentTypes: readonly string[]
  /**
   * Reads the entries of a parsed body, each as it is asked for.
   *
   * Keeps out entries that it cannot read, and takes the others.
   *
   * @throws BellbuoyError `BAD_REQUEST`, at once or with an entry, when no source of this kind sends such a body; nothing of it may be
   *   stored then
   */
  read: (body: unknown, settings: TranslationSettings, frame: NotificationFrame) => Iterable<SourceReading>
}

/** The text for a system's configuration, with its own address and token. */
export function setupOf({ setup }: Pick<SourceKind, 'setup'>, url: string, token: string): string {
  return setup.replaceAll('TOKEN', () => token).replaceAll('URL', () => url)
}

/** JSON Schema of all settings of a kind, with those that every kind has. */
export function settingsSchemaOf({ settingsSchema }: Pick<SourceKind, 'settingsSchema'>): OptionsSchema {
  const properties = {
    registry_host: REGISTRY_HOST_SCHEMA,
    silent_after_hours: SILENT_AFTER_SCHEMA,
    ...settingsSchema.properties,
  }
  return { ...settingsSchema, properties }
}

/** The fault in settings that match the schema, or null. */
export function settingsFaultOf(
  { settingsFault }: Pick<SourceKind, 'settingsFault'>,
  settings: TargetOptions,
): string | null {
  return registryHostFault(settings) ?? settingsFault?.(settings) ?? null
}

/** The settings schema of a kind without settings of its own. */
export const NO_SETTINGS = { type: 'object', properties: {}, additionalProperties: false } as const

/** Every change except `setLastEvents` and `noteWrongTokens` grows the revision of the rules. */
export interface Sources {
  byName: (name: string) => Promise<Source | null>
  byId: (id: number) => Promise<SourceView | null>
  /** By name. */
  list: () => Promise<readonly SourceView[]>
  /** With their tokens. */
  ofKind: (kind: string) => Promise<readonly Source[]>
  /** Answers the id of the new source. @throws BellbuoyError `CONFLICT` when the name is taken */
  create: (source: SourceDraft & { readonly token: string }) => Promise<number>
  /**
   * Changes the name and the settings of a source; a secret that is left out or empty stays as it is stored.
   *
   * @throws BellbuoyError `NOT_FOUND`, or `CONFLICT` when the name is taken
   */
  update: (id: number, draft: Omit<SourceDraft, 'kind'>, guard?: Guard) => Promise<void>
  setToken: (name: string, token: string) => Promise<void>
  /** Removes a source; its events stay. @throws BellbuoyError `NOT_FOUND` */
  remove: (id: number, guard?: Guard) => Promise<void>
  /** Stores the times of the last events, by the id of the source; a later one that is there stays. */
  setLastEvents: (lastEventsMs: ReadonlyMap<number, number>) => Promise<void>
  /** Adds calls with a wrong token to what is known of them, by the id of the source. */
  noteWrongTokens: (seen: ReadonlyMap<number, WrongTokens>) => Promise<void>
}
