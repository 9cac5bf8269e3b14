import type { AnswerOf, ApiCall, BodyOf, DeepReadonly, ParamsOf, QueryOf } from '../contract/api-call.ts'

/** A part of a request: left out where the call takes none, optional where all of it is. */
type Given<Name extends string, Value> = Value extends undefined
  ? { readonly [Key in Name]?: undefined }
  : object extends Value
    ? { readonly [Key in Name]?: DeepReadonly<Value> }
    : { readonly [Key in Name]: DeepReadonly<Value> }

/** Parameters of the path, query and body of a call. */
export type RequestOf<Of extends ApiCall> = Given<'params', ParamsOf<Of>> &
  Given<'query', QueryOf<Of>> &
  Given<'body', BodyOf<Of>> & {
    /** The tag of the version that a change is meant for. */
    readonly ifMatch?: string | undefined
    /** Gives the call up. */
    readonly signal?: AbortSignal | undefined
    /** A body that is no JSON of the call's schema; only for calls that take one. */
    readonly content?: Content | undefined
  }

/** A body as it is sent. */
export interface Content {
  readonly mediaType: string
  readonly text: string
}

/** The request is left out where all of it is optional. */
export type RequestArguments<Of extends ApiCall> =
  object extends RequestOf<Of> ? [request?: RequestOf<Of>] : [request: RequestOf<Of>]

/** What a request is once the compiler has checked it against its call. */
export interface AnyRequest {
  readonly params?: Readonly<Record<string, string | number>> | undefined
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
  readonly body?: unknown
  readonly ifMatch?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly content?: Content | undefined
}

export interface ApiAnswer<Body> {
  readonly body: Body
  /** Of a list that comes in pages: how many there are. */
  readonly total: number
  /** The id at the end of `Location`, where something was created; else empty. */
  readonly createdId: string
  /** Names this version of what was read or changed; empty where there are no versions. */
  readonly etag: string
}

/** One item of a list, which comes by page numbers as Harbor's lists do, or by cursors as those of the history. */
export type ItemOf<Of extends ApiCall> =
  AnswerOf<Of> extends readonly (infer Item)[]
    ? Item
    : AnswerOf<Of> extends { readonly items: readonly (infer Item)[] }
      ? Item
      : never

/** A query as it stands behind a path: empty, or with its question mark. What is undefined or empty is left out. */
export function queryText(query: AnyRequest['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}
