import { text } from 'node:stream/consumers'
import type { ChartAnswer, ChartRepository } from '../../../domain/registry/chart-repository.ts'
import { BellbuoyError, type ErrorCode } from '../../../domain/errors.ts'
import type { Answer } from '../../route.ts'

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  422: 'UNPROCESSABLE_ENTITY',
}
const MAX_SHOWN = 500

/** @throws BellbuoyError `NOT_FOUND` where no chart repository is set */
export function repositoryOf(repository: ChartRepository | null): ChartRepository {
  if (repository !== null) return repository
  throw new BellbuoyError('NOT_FOUND', 'there is no chart repository: set CHARTMUSEUM_URL')
}

/**
 * The repository's answer as ours. @throws BellbuoyError with its words for a refusal, `UNAVAILABLE` for its own faults
 */
export async function passedBack({ status, headers, body }: ChartAnswer): Promise<Answer> {
  if (status < 400) return { status, headers, body }
  const words = wordsOf((await text(body)).slice(0, MAX_SHOWN * 10)).slice(0, MAX_SHOWN)
  const code = CODES[status] ?? 'UNAVAILABLE'
  throw new BellbuoyError(code, `the chart repository answered ${status}: ${words}`)
}

/** ChartMuseum writes `{"error": "…"}`. */
function wordsOf(answer: string): string {
  try {
    const { error } = JSON.parse(answer) as { readonly error?: unknown }
    return typeof error === 'string' ? error : answer
  } catch {
    return answer
  }
}
