import type { ChartAnswer, ChartRepository, ChartRequest } from '../domain/registry/chart-repository.ts'
import { BellbuoyError, messageOf } from '../domain/errors.ts'
import { headerBytes } from '../domain/header-value.ts'
import { openAgent } from '../net/open-agent.ts'

const PASSED_ON = ['content-type', 'content-length', 'accept', 'if-none-match', 'if-modified-since', 'range']
const PASSED_BACK = [
  'content-type',
  'content-length',
  'etag',
  'last-modified',
  'content-range',
  'accept-ranges',
  'allow',
  'retry-after',
  'www-authenticate',
]

export interface ChartMuseumOptions {
  /** Includes the context path of ChartMuseum, if it has one. */
  readonly url: string
  /** The value of its `Authorization` header, or null. */
  readonly authorization: string | null
  /** For the headers of an answer, and between two parts of its body. */
  readonly timeoutMs: number
}

/** ChartMuseum with a repository for each project (`--depth=1`). */
export function createChartMuseum({ url, authorization, timeoutMs }: ChartMuseumOptions): ChartRepository {
  const { origin, pathname } = new URL(url)
  const agent = openAgent({ guard: null, timeoutMs, answerTimeoutMs: timeoutMs, allowHttp2: true })
  return {
    async forward({ method, path, headers, body }: ChartRequest): Promise<ChartAnswer> {
      try {
        const answer = await agent.request({
          origin,
          method,
          path: `${pathname.replace(/\/$/, '')}${path}`,
          headers: {
            ...picked(headers, PASSED_ON),
            ...(authorization !== null && { authorization: headerBytes(authorization) }),
          },
          body,
        })
        return { status: answer.statusCode, headers: picked(answer.headers, PASSED_BACK), body: answer.body }
      } catch (error) {
        if (error instanceof BellbuoyError) throw error
        const why = messageOf(error)
        throw new BellbuoyError('UNAVAILABLE', `the chart repository does not answer: ${why}`, {
          cause: error,
          retryAfterSeconds: 5,
        })
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

function picked(headers: ChartRequest['headers'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value] as const] : []
    }),
  )
}
