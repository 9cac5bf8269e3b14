import type { AnswerOf, ApiCall, ScopedCall } from '../contract/api-call.ts'
import type { ChangeNotice } from '../contract/history/live.ts'
import { type ClientOptions, Exchange } from './exchange.ts'
import { followChanges } from './live.ts'
import { PAGE_SIZE, eachItem } from './pages.ts'
import type { AnyRequest, ApiAnswer, ItemOf, RequestArguments } from './request.ts'

/**
 * Calls the API of one server. Every call is one of `CALLS`, which says what it takes and answers; a failure is thrown as `ApiFailure`.
 */
export interface Client {
  /** The answer to a call, with what its headers say of the body. */
  call: <Of extends ApiCall>(of: Of, ...request: RequestArguments<Of>) => Promise<ApiAnswer<AnswerOf<Of>>>
  /** The body of the answer to a call. */
  ask: <Of extends ApiCall>(of: Of, ...request: RequestArguments<Of>) => Promise<AnswerOf<Of>>
  /**
   * All items of a list, whatever its parts. Items that are added or go while it is read may be missed or come twice where the list comes by page
   * numbers.
   */
  each: <Of extends ApiCall>(
    of: Of,
    ...request: RequestArguments<Of>
  ) => AsyncGenerator<ItemOf<Of>, void, undefined>
  /** The body of an answer as it comes, for exports. */
  stream: <Of extends ApiCall>(
    of: Of,
    ...request: RequestArguments<Of>
  ) => Promise<ReadableStream<Uint8Array>>
  /**
   * Notices of what is worth asking for again, from now until the signal of the request ends it. A stream that breaks is opened again, and
   * then the first notice is one of everything.
   */
  live: <Of extends ApiCall>(
    of: Of,
    ...request: RequestArguments<Of>
  ) => AsyncGenerator<ChangeNotice, void, undefined>
}

/**
 * Makes a client; it opens no connection before the first call.
 *
 * @example
 * const bellbuoy = createClient({ url: 'https://buoy.example.com', credentials: { token } })
 * for await (const project of bellbuoy.each(CALLS.listProjects)) console.log(project.name)
 */
export function createClient(options: ClientOptions): Client {
  const exchange = new Exchange(options)
  const answerTo = async <Body>(of: ApiCall, request: AnyRequest): Promise<ApiAnswer<Body>> => {
    const { headers, body } = await exchange.make(of, request)
    return {
      body: body as Body,
      total: Number(headers.get('x-total-count') ?? 0),
      createdId: headers.get('location')?.split('/').at(-1) ?? '',
      etag: headers.get('etag') ?? '',
    }
  }
  return {
    call: (of, ...[request = {}]) => answerTo(of, request as AnyRequest),
    ask: async (of, ...[request = {}]) =>
      (await answerTo<AnswerOf<typeof of>>(of, request as AnyRequest)).body,
    each: (of, ...[request = {}]) => eachOf(answerTo, of, request as AnyRequest),
    async stream(of, ...[request = {}]) {
      const { body } = await exchange.open(of, request as AnyRequest)
      return body ?? new Blob().stream()
    },
    live: (of, ...[request = {}]) =>
      followChanges((signal) => exchange.open(of, { ...(request as AnyRequest), signal }), request.signal),
  }
}

type AnswerTo = <Body>(of: ApiCall, request: AnyRequest) => Promise<ApiAnswer<Body>>

/** A list comes by page numbers, as Harbor's do, or by cursors; some of ours say beside their items how many there are. */
interface ListBody<Item> {
  readonly items: readonly Item[]
  readonly total?: number
  readonly next?: string | number
}

function eachOf<Of extends ApiCall>(answerTo: AnswerTo, of: Of, request: AnyRequest) {
  type Item = ItemOf<Of>
  const takesPages = of.schema.querystring?.properties['page'] !== undefined
  return eachItem<Item, string | number>(async (cursor) => {
    const page = Number(cursor ?? 1)
    const part = takesPages ? { page, page_size: PAGE_SIZE } : { cursor }
    const query = { ...request.query, ...part }
    const answer = await answerTo<readonly Item[] | ListBody<Item>>(of, { ...request, query })
    const { items, total = answer.total, next = null } = listIn(answer.body)
    if (!takesPages) return { items, next }
    return { items, next: items.length === 0 || page * PAGE_SIZE >= total ? null : page + 1 }
  })
}

function listIn<Item>(body: readonly Item[] | ListBody<Item>): ListBody<Item> {
  return 'items' in body ? body : { items: body }
}

/** The one of two calls that is of a project, or of the whole system for null. A project of any name, `123` too. */
export function inScope<Of extends ScopedCall>(
  { inProject, inSystem }: Of,
  project: string | null,
): Of['inSystem'] {
  if (project === null) return inSystem
  const path = inProject.path.replace(':project_name_or_id', encodeURIComponent(project))
  return { ...inSystem, path }
}
