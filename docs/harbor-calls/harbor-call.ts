import type { Method } from '../../src/contract/api-call.ts'

/** One call of Harbor's API, and whether Bellbuoy answers it as Harbor does. */
export type HarborCall = NamedCall &
  ({ readonly same: true } | { readonly differs: string } | { readonly absent: string })

interface NamedCall {
  /** Method, and the path behind the base of its API, with Harbor's names of the parameters. */
  readonly call: `${Method} /${string}`
  /** Name of the operation in Harbor's API document; none in that of 1.10. */
  readonly operation?: string
  /** Names of the parameters of its query, with blanks between them. A reason names those that have no effect here. */
  readonly query?: string
}

/** Calls of one subject, as a section of the page. */
export interface HarborSubject {
  readonly title: string
  /** What the paths begin with. */
  readonly base: '/api/v2.0' | '/api'
  readonly calls: readonly HarborCall[]
}

/** A subject of Harbor's that Bellbuoy does not have, but for calls that are in the list of calls. */
export interface AbsentSubject {
  readonly title: string
  /** What the paths of its calls begin with, behind `/api/v2.0`; `{}` stands for any parameter. */
  readonly paths: readonly string[]
  readonly absent: string
}

/** What every list takes. */
export const LIST = 'q sort page page_size'
