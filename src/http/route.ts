import type { Static, TSchema } from 'typebox'
import type { Permission } from '../domain/permission.ts'
import type { User } from '../domain/user.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** What a route wants of its request; a part without a schema is not looked at. */
export interface RouteSchema {
  readonly params?: TSchema
  readonly querystring?: TSchema
  readonly body?: TSchema
}

type Part<Schema extends RouteSchema, Name extends keyof RouteSchema> = Schema[Name] extends TSchema
  ? Static<Schema[Name]>
  : undefined

/** A checked request. */
export interface Call<Schema extends RouteSchema> {
  readonly params: Part<Schema, 'params'>
  readonly query: Part<Schema, 'querystring'>
  readonly body: Part<Schema, 'body'>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Path and query as the caller wrote them. */
  readonly url: string
  /** Null where the route needs no permission. */
  readonly user: User | null
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON, a string as plain text; without one the answer is empty. */
  readonly body?: object | string
}

/** One line of the route table. */
export interface Route {
  readonly method: Method
  readonly path: string
  /** Null: anyone may call, and the handler looks at credentials itself. */
  readonly needs: Permission | null
  readonly schema: RouteSchema
  readonly handle: (call: Call<RouteSchema>) => Promise<Answer>
}

/** Ties a handler to the schemas of its route, so that it sees its request in their types. */
export function route<const Schema extends RouteSchema>(line: {
  readonly method: Method
  readonly path: string
  readonly needs: Permission | null
  readonly schema: Schema
  readonly handle: (call: Call<Schema>) => Promise<Answer>
}): Route {
  return line
}
