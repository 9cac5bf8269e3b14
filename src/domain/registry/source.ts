import type { SourceEvent } from '../event/event.ts'
import type { OptionsSchema, TargetOptions } from '../options.ts'

/** A system that tells us events. */
export interface Source {
  readonly id: number
  /** The last part of its path, `/service/notifications/{name}`. */
  readonly name: string
  readonly kind: string
  readonly token: string
  /** What its kind lets the admin choose, its secrets in clear. */
  readonly settings: TargetOptions
}

/** A source as the admin sees it: without its token, and with every secret among its settings as an empty string. */
export interface SourceView extends Omit<Source, 'token'> {
  readonly createdAtMs: number
  /** When the newest event of it was accepted, or null when there was none. */
  readonly lastEventAtMs: number | null
}

export interface SourceDraft {
  readonly name: string
  readonly kind: string
  /** None unless given. */
  readonly settings?: TargetOptions
  /** The kind's, by which secrets are told from other settings; without it nothing is one. */
  readonly settingsSchema?: OptionsSchema
}

/** The source of the first start. */
export const DEFAULT_SOURCE = 'default'

const SOURCE_NAME = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/

/** 1 to 64 lower-case letters and digits, joined by single `.`, `_` or `-`: it stands in a path. */
export function isSourceName(name: string): boolean {
  return name.length <= 64 && SOURCE_NAME.test(name)
}

/** What became of the entries of one notification. */
export interface Translation {
  readonly events: readonly SourceEvent[]
  /** Entries that make no event, each with the reason; `unknown` ones are of a kind we have never heard of. */
  readonly ignored: readonly { readonly reason: string; readonly unknown: boolean }[]
}

export interface TranslationSettings {
  /** User agents whose requests are nobody's doing: of registries, mirrors and of Bellbuoy itself. */
  readonly ignoredUserAgents: readonly string[]
}

/** What a notification says beside its body. */
export interface NotificationFrame {
  /** Without parameters, in lower case. */
  readonly mediaType: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Of the source. */
  readonly settings: TargetOptions
  readonly receivedAtMs: number
}

/** One kind of source: the only part that knows its wire format. */
export interface SourceKind {
  readonly kind: string
  /** For people. */
  readonly title: string
  /** What to put into the other system's configuration; `URL` and `TOKEN` stand for the source's address and token. */
  readonly setup: string
  /** JSON Schema of its sources' settings; secrets among them say `writeOnly`. */
  readonly settingsSchema: OptionsSchema
  /** What is wrong with settings that fit the schema, or null. */
  readonly settingsFault?: (settings: TargetOptions) => string | null
  /** The origin that secrets among the settings are sent to, or null; a stored one does not move to another. */
  readonly secretsTravelTo?: (settings: TargetOptions) => string | null
  /** Media types of the notifications, without parameters. */
  readonly contentTypes: readonly string[]
  /**
   * Turns a parsed body into events.
   *
   * @throws BellbuoyError `BAD_REQUEST`, naming the place, when the body is not what this kind of source sends; nothing
   *   of it may be stored then
   */
  translate: (body: unknown, settings: TranslationSettings, frame: NotificationFrame) => Translation
}

/** What to put into the configuration of a system, with its own address and token. */
export function setupOf({ setup }: Pick<SourceKind, 'setup'>, url: string, token: string): string {
  return setup.replaceAll('TOKEN', () => token).replaceAll('URL', () => url)
}

/** The settings schema of a kind that has nothing to choose. */
export const NO_SETTINGS = { type: 'object', properties: {}, additionalProperties: false } as const

/** Every change but that of the last events grows the revision of the rules. */
export interface Sources {
  byName: (name: string) => Promise<Source | null>
  byId: (id: number) => Promise<SourceView | null>
  /** By name. */
  list: () => Promise<readonly SourceView[]>
  /** With their tokens. */
  ofKind: (kind: string) => Promise<readonly Source[]>
  /** Answers its id. @throws BellbuoyError `CONFLICT` when the name is taken */
  create: (source: SourceDraft & { readonly token: string }) => Promise<number>
  /**
   * Gives a source another name and other settings; a secret among them that is left out or empty stays as it is stored.
   *
   * @throws BellbuoyError `NOT_FOUND`, or `CONFLICT` when the name is taken
   */
  update: (id: number, draft: Omit<SourceDraft, 'kind'>) => Promise<void>
  setToken: (name: string, token: string) => Promise<void>
  /** Removes a source; its events stay. @throws BellbuoyError `NOT_FOUND` */
  remove: (id: number) => Promise<void>
  /** When sources last told something, by id. */
  setLastEvents: (lastEventsMs: ReadonlyMap<number, number>) => Promise<void>
}
