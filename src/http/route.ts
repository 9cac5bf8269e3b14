import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'
import type { Caller } from '../domain/people/caller.ts'
import type { Permission } from '../domain/people/permission.ts'
import type { Project } from '../domain/project.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * What a caller needs: a permission (in the project of the path where it names one, else in the whole system), to be
 * logged in, or nothing. With `source-token` the handler looks at the credentials, which are a source's and no caller's;
 * with `log-in or source-token` it does so when nobody is logged in.
 */
export type Need = Permission | 'log-in' | 'nothing' | 'source-token' | 'log-in or source-token'

/** What a route wants of its request; a part without a schema is not looked at. */
export interface RouteSchema {
  readonly params?: TSchema
  readonly querystring?: TSchema
  readonly body?: TSchema
}

type Part<Schema extends RouteSchema, Name extends keyof RouteSchema> = Schema[Name] extends TSchema
  ? Static<Schema[Name]>
  : undefined

type ProjectOf<Schema extends RouteSchema> =
  Part<Schema, 'params'> extends { readonly project_name_or_id: string | number } ? Project : Project | null

/** A checked request. */
export interface Call<Schema extends RouteSchema = RouteSchema, Needs extends Need = Need> {
  readonly params: Part<Schema, 'params'>
  readonly query: Part<Schema, 'querystring'>
  readonly body: Part<Schema, 'body'>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Path and query as the caller wrote them. */
  readonly url: string
  readonly requestId: string
  /** The caller's IP address; a trusted proxy says whose it is. */
  readonly address: string
  /** How the caller names this server: a host, with a port where they need one. */
  readonly host: string
  /** Whether the caller came by HTTPS, as a trusted proxy says. */
  readonly isSecure: boolean
  readonly caller: Needs extends 'nothing' | 'source-token' | 'log-in or source-token'
    ? Caller | null
    : Caller
  /** The project that the path names; null where it names none. */
  readonly project: ProjectOf<Schema>
  /** For what the path alone cannot tell. @throws BellbuoyError `UNAUTHORIZED` or `FORBIDDEN` */
  readonly authorize: (permission: Permission, project: Project | null) => Promise<void>
  /** Asks once more, as if the call came now: for one that goes on. @throws BellbuoyError when it would be refused */
  readonly readmit: () => Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** An object is sent as JSON, a string as plain text (or as what its `content-type` says); without one it is empty. */
  readonly body?: object | string | Readable
}

/**
 * Schema of a JSON body; `text` for plain text, `html` for a page, `event-stream` for a live stream, which does not end by
 * itself, `any` for what another system says, null for an empty answer.
 */
export type AnswerSchema = TSchema | 'text' | 'html' | 'event-stream' | 'any' | null

/** One line of the route table. */
export interface Route {
  readonly method: Method
  readonly path: string
  /** Name of the operation in the API document and the audit log; Harbor's where it has the operation. */
  readonly operation: string
  /** One line for the API document. */
  readonly summary: string
  /** What the operation is about, for the API document; Harbor's tag where it has one. */
  readonly tag: string
  readonly needs: Need
  /** True for a call that changes nothing although its method says otherwise: it is not in the audit log. */
  readonly isOnlyQuestion?: boolean
  readonly schema: RouteSchema
  /** Bodies by media type, for the API document, where they are not JSON of `schema`. */
  readonly bodies?: Readonly<Record<string, TSchema>>
  /** 1 MiB unless said otherwise. */
  readonly maxBodyBytes?: number
  /** True: the handler gets the body as the stream that it comes as, whatever its media type. */
  readonly isStreamed?: boolean
  /** By status; every failure has its one shape and is not listed. */
  readonly answers: Readonly<Record<number, AnswerSchema>>
  readonly handle: (call: Call) => Promise<Answer>
}

/** Ties a handler to the schemas of its route, so that it sees its request in their types. */
export function route<const Schema extends RouteSchema, const Needs extends Need>(
  line: Omit<Route, 'needs' | 'schema' | 'handle'> & {
    readonly needs: Needs
    readonly schema: Schema
    readonly handle: (call: Call<Schema, Needs>) => Promise<Answer>
  },
): Route {
  return line
}
