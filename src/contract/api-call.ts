import type { Static, TObject, TSchema, TString } from 'typebox'
import type { Permission } from '../domain/people/permission.ts'
import type { Revised } from '../domain/revision.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * What a caller needs: a permission (in the project of the path where it names one, else in the whole system), to be
 * logged in, or nothing. With `source-token` the credentials are a source's and no caller's, and are checked before the body is read;
 * with `log-in or token` the handler checks them, which may be a token, when nobody is logged in.
 */
export type Need = Permission | 'log-in' | 'nothing' | 'source-token' | 'log-in or token'

/** What a call takes; a part without a schema is not checked. */
export interface RequestSchema {
  readonly params?: TObject
  readonly querystring?: TObject
  readonly body?: TSchema
}

/**
 * Schema of a JSON body; `text` for plain text, `html` for a page, `event-stream` for a live stream, which does not end by
 * itself, `rows` for a list as NDJSON or CSV, `any` for the answer of another system, null for an empty answer.
 */
export type AnswerSchema = TSchema | 'text' | 'html' | 'event-stream' | 'rows' | 'any' | null

/** By status; every failure has its one shape and is not listed. */
export type AnswerSchemas = Readonly<Record<number, AnswerSchema>>

/** The thing that a call reads or changes. */
export interface RevisedBy {
  readonly kind: Revised['kind']
  /** The parameter of the path with its id; none for a project, which every path names alike, and for settings. */
  readonly param?: string
}

/** One call of the API, as data: routes, checks, permissions, audit log, API document and the console all read it. */
export interface ApiCall<
  Needs extends Need = Need,
  Schema extends RequestSchema = RequestSchema,
  Answers extends AnswerSchemas = AnswerSchemas,
> {
  readonly method: Method
  /** Parameters with a colon: `/api/v2.0/users/:user_id`. */
  readonly path: string
  /** Name of the operation in the API document and the audit log; Harbor's where it has the operation. */
  readonly operation: string
  /** One line for the API document. */
  readonly summary: string
  /** The subject of the operation, for the API document; Harbor's tag where it has one. */
  readonly tag: string
  readonly needs: Needs
  /** True for a call that changes nothing although its method says otherwise: it is not in the audit log. */
  readonly isOnlyQuestion?: boolean
  /**
   * True for a call that Harbor does not have: a key of its query or body that the schema does not name is refused, at every depth.
   * In a call of Harbor's only a slip of a known key is, and every unknown key of an object whose schema is closed.
   */
  readonly isOurs?: boolean
  /**
   * Of a call on a thing that several people may change: it has an `ETag`, in the answers to a read and to a change, and a request whose
   * `If-Match` does not name it is answered with 412.
   */
  readonly revised?: RevisedBy
  readonly schema: Schema
  /** True: a request without a body counts as one with an empty object. */
  readonly isBodyOptional?: boolean
  /** Bodies by media type, for the API document, where they are not JSON of `schema`. */
  readonly bodies?: Readonly<Record<string, TSchema>>
  /** 1 MiB unless said otherwise. */
  readonly maxBodyBytes?: number
  /** True: the handler gets the body as the stream that it comes as, whatever its media type. */
  readonly isStreamed?: boolean
  readonly answers: Answers
}

/** Keeps what a call needs, takes and answers in its type. */
export function apiCall<
  const Needs extends Need,
  const Schema extends RequestSchema,
  const Answers extends AnswerSchemas,
>(call: ApiCall<Needs, Schema, Answers>): ApiCall<Needs, Schema, Answers> {
  return call
}

/** A text or name for each of two calls. */
export interface InEachScope<Value> {
  readonly inProject: Value
  readonly inSystem: Value
}

/** The parameters of a scoped call's path in a project. */
export type ProjectAnd<Params> =
  Params extends TObject<infer Own>
    ? TObject<{ project_name_or_id: TString } & Own>
    : TObject<{ project_name_or_id: TString }>

/** The same call of one project, and of the whole system, where its policies are the global ones. */
export interface ScopedCall<
  Needs extends Need = Need,
  Schema extends RequestSchema = RequestSchema,
  Answers extends AnswerSchemas = AnswerSchemas,
> {
  readonly inProject: ApiCall<Needs, Schema & { readonly params: ProjectAnd<Schema['params']> }, Answers>
  readonly inSystem: ApiCall<Needs, Schema, Answers>
}

export const PROJECT_PATH = '/api/v2.0/projects/:project_name_or_id'

/** One call, or the two of a scoped one. */
export function callsOf(call: ApiCall | ScopedCall): readonly ApiCall[] {
  return 'inSystem' in call ? [call.inProject, call.inSystem] : [call]
}

/** A value that is only read; schemas describe values that may be changed. */
export type DeepReadonly<Value> = Value extends object
  ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
  : Value

type StaticOf<Schema> = Schema extends TSchema ? Static<Schema> : undefined

export type ParamsOf<Of extends ApiCall> = StaticOf<Of['schema']['params']>
export type QueryOf<Of extends ApiCall> = StaticOf<Of['schema']['querystring']>
export type BodyOf<Of extends ApiCall> = StaticOf<Of['schema']['body']>

/** The body of an answer with its schema. */
export type ContentOf<Schema extends AnswerSchema> = Schema extends null
  ? undefined
  : Schema extends 'text' | 'html'
    ? string
    : Schema extends 'event-stream' | 'rows' | 'any'
      ? unknown
      : StaticOf<Schema>

/** The bodies that a call answers with. */
export type AnswerOf<Of extends ApiCall> = ContentOf<Of['answers'][keyof Of['answers'] & number]>

/** The path of a call with its parameters filled in. */
export function pathTo(
  { path }: Pick<ApiCall, 'path'>,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}
