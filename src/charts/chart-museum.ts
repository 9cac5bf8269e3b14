import { Pool } from 'undici'
import type { ChartAnswer, ChartRepository, ChartRequest } from '../domain/registry/chart-repository.ts'
import { BellbuoyError } from '../domain/errors.ts'

const PASSED_ON = ['content-type', 'content-length', 'accept', 'if-none-match', 'if-modified-since', 'range']
const PASSED_BACK = [
  'content-type',
  'content-length',
  'etag',
  'last-modified',
  'content-range',
  'accept-ranges',
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
  const pool = new Pool(origin, {
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs },
  })
  return {
    async forward({ method, path, headers, body }: ChartRequest): Promise<ChartAnswer> {
      try {
        const answer = await pool.request({
          method,
          path: `${pathname.replace(/\/$/, '')}${path}`,
          headers: { ...picked(headers, PASSED_ON), ...(authorization !== null && { authorization }) },
          body,
        })
        return { status: answer.statusCode, headers: picked(answer.headers, PASSED_BACK), body: answer.body }
      } catch (error) {
        if (error instanceof BellbuoyError) throw error
        const why = error instanceof Error ? error.message : String(error)
        throw new BellbuoyError('UNAVAILABLE', `the chart repository does not answer: ${why}`, {
          cause: error,
          retryAfterSeconds: 5,
        })
      }
    },
    [Symbol.asyncDispose]: () => pool.destroy(),
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
