import type { Client } from '../../client/client.ts'
import type { OptionsSchema } from '../../domain/options.ts'

/** A project by its name; null: the whole system. */
export type Scope = string | null

/** What a thing says, in one form for files and server: defaults left out, each secret as `SECRET`. */
export type Body = Readonly<Record<string, unknown>>

/** A thing that a file wants. */
export interface Wanted {
  readonly name: string
  /** As in the file, with references in the places of secrets. */
  readonly written: Body
  /** Where it stands, for messages. */
  readonly at: string
}

/** A thing that the server has. */
export interface Found {
  readonly id: string
  /** Empty for a policy that people made without one: no file names it. */
  readonly name: string
  readonly body: Body
}

export interface Version extends Found {
  readonly etag: string
}

/** The kinds of targets and sources of this server, which say what their options are and which of them are secrets. */
export interface Kinds {
  readonly targets: ReadonlyMap<string, { readonly options: OptionsSchema; readonly format: string }>
  readonly sources: ReadonlyMap<string, OptionsSchema>
}

/** What an adapter works with. */
export interface Place {
  readonly client: Client
  readonly scope: Scope
  readonly kinds: Kinds
}

/** Gives each secret that has to be sent its text; without it, secrets are left to be kept. */
export type SecretSource = (reference: { fromEnv: string } | { fromFile: string }) => string

/** How a change writes a thing. */
export interface Draft {
  readonly name: string
  /** With references, or with `SECRET` for those to be kept. */
  readonly body: Body
  /** What it replaces; null: nothing. */
  readonly before: Body | null
  readonly secrets: SecretSource
  /** Those that the server has already are sent again. */
  readonly sendsAll: boolean
  /** For which it is made; null: for none that is remembered. */
  readonly set: string | null
}

/** One kind of things in a scope: how they are read, written and compared. */
export interface Noun {
  readonly noun: NounName
  /** The file's form of a thing as it is compared. */
  readonly comparable: (written: Body, place: Place) => Body
  readonly list: (place: Place) => Promise<readonly Found[]>
  /** One thing with its tag; null when it is gone. */
  readonly read: (place: Place, id: string) => Promise<Version | null>
  /** @returns its id */
  readonly create: (place: Place, draft: Draft) => Promise<string>
  /** @returns the tag after it */
  readonly update: (place: Place, version: Version, draft: Draft) => Promise<string>
  /** Null where it is part of something else and stays. */
  readonly remove: ((place: Place, version: Version) => Promise<void>) | null
  /** References that a change would send; those of things that are there only where they must be. */
  readonly sent: (wanted: Body, before: Body | null, sendsAll: boolean) => readonly object[]
  /** Keys that count only where a file says them; `all`: each of them. The rest stays as it is. */
  readonly ifWritten?: readonly string[] | 'all'
}

export const NOUN_NAMES = [
  'scanner',
  'source',
  'settings',
  'project',
  'quota',
  'member',
  'webhook',
  'robot',
] as const
export type NounName = (typeof NOUN_NAMES)[number]
