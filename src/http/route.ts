import type { Readable } from 'node:stream'
import {
  type AnswerSchema,
  type ApiCall,
  type BodyOf,
  type ContentOf,
  type DeepReadonly,
  type Need,
  type ParamsOf,
  type QueryOf,
  type ScopedCall,
  callsOf,
} from '../contract/api-call.ts'
import type { Caller } from '../domain/people/caller.ts'
import type { Permission } from '../domain/people/permission.ts'
import type { Project } from '../domain/project.ts'
import type { Guard } from '../domain/revision.ts'
import type { AdmittedBody, BodyAdmission, CallHead } from './bodies/body-admission.ts'

type CallerOf<Needs extends Need> = Needs extends 'nothing' | 'source-token' | 'log-in or token'
  ? Caller | null
  : Caller

/** A call that came in, and was checked. */
export interface Call<Of extends ApiCall = ApiCall> {
  readonly params: ParamsOf<Of>
  readonly query: QueryOf<Of>
  readonly body: BodyOf<Of>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Path and query as the caller wrote them. */
  readonly url: string
  readonly requestId: string
  /** The caller's IP address; a trusted proxy says whose it is. */
  readonly address: string
  /** Whether a proxy that is no trusted one passed the call on: the address is the proxy's. */
  readonly isRelayed: boolean
  /** How the caller names this server: a host, with a port where they need one. */
  readonly host: string
  /** Whether the caller came by HTTPS, as a trusted proxy says. */
  readonly isSecure: boolean
  readonly caller: CallerOf<Of['needs']>
  /** The project that the path names; null where it names none. */
  readonly project: ParamsOf<Of> extends { readonly project_name_or_id: string } ? Project : Project | null
  /** Hands `If-Match` to the change in the store; for a call on what has a revision. */
  readonly guard?: Guard
  /** Checks what the path alone does not decide. @throws BellbuoyError `UNAUTHORIZED` or `FORBIDDEN` */
  readonly authorize: (permission: Permission, project: Project | null) => Promise<void>
  /** Says what the call changes, for the audit log, where path and body do not: its name, and its number unless it is that of the path. */
  readonly concerns: (name: string, id?: number) => void
  /** Asks once more, as if the call came now: for one that goes on. @throws BellbuoyError when it would be refused */
  readonly readmit: () => Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** An object is sent as JSON, a string as plain text (or as what its `content-type` says); without one it is empty. */
  readonly body?: object | string | Readable
}

type AnswerBy<Status, Schema extends AnswerSchema> = Omit<Answer, 'status' | 'body'> & {
  readonly status: Status
} & (Schema extends null
    ? { readonly body?: never }
    : { readonly body: Schema extends 'event-stream' | 'rows' ? Readable : DeepReadonly<ContentOf<Schema>> })

/** What a call may be answered with: a status that it lists, with a body by the schema of that status. */
export type AnswerTo<Of extends ApiCall> = 'any' extends Of['answers'][keyof Of['answers']]
  ? Answer
  : {
      readonly [Status in keyof Of['answers'] & number]: AnswerBy<Status, Of['answers'][Status]>
    }[keyof Of['answers'] & number]

export type Handle<Of extends ApiCall> = (call: Call<Of>) => Promise<AnswerTo<Of>>

/** The head of a call that goes past the router. */
export interface DirectHead extends Pick<CallHead, 'params' | 'headers'> {
  /** The same object for all calls over one connection. */
  readonly connection: object
}

/** An admitted call that goes past the router. */
export interface DirectBody extends Pick<AdmittedBody, 'refused' | 'release'> {
  /** Answers the call, whose body is this parsed JSON. */
  readonly answer: (body: unknown, requestId: string) => Promise<Answer>
}

/** How a route answers calls past the router: see `directCalls`. */
export interface DirectCall {
  /**
   * Null, without a trace, for strangers and for every call of which memory does not know enough: the router gets it. A promise where the call has to
   * wait for its turn; it rejects with the BellbuoyError that is the answer.
   */
  readonly admit: (head: DirectHead) => DirectBody | Promise<DirectBody> | null
}

/** One line of the route table: a call, and the function that answers it. */
export interface Route extends ApiCall {
  readonly handle: (call: Call) => Promise<Answer>
  /**
   * For calls whose handler knows the credentials: refuses strangers before the body is read.
   *
   * @throws BellbuoyError `UNAUTHORIZED`
   */
  readonly assertKnown?: (call: Pick<Call, 'headers' | 'caller'>) => Promise<void>
  /** For calls whose bodies are read only where memory allows. */
  readonly admission?: BodyAdmission
  /** For the few calls that come thousands of times in a second; the router answers them too. */
  readonly direct?: DirectCall
}

/** A scoped call is handled as that of the system, whose project may be null. */
type Handled<Of extends ApiCall | ScopedCall> = Of extends ScopedCall
  ? Of['inSystem']
  : Of extends ApiCall
    ? Of
    : never

/** Gives a call its handler, which sees it in the types of its schemas. A scoped call becomes two routes. */
export function answer<const Of extends ApiCall | ScopedCall>(
  call: Of,
  handle: NoInfer<Handle<Handled<Of>>>,
): readonly Route[] {
  // A handler gets what was checked by the schemas that its types come from.
  return callsOf(call).map((one) => ({ ...one, handle: handle as Route['handle'] }))
}
