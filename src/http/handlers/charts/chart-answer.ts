import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { ChartAnswer, ChartRepository } from '../../../domain/registry/chart-repository.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Answer } from '../../route.ts'

const MAX_SHOWN = 500

/** @throws BellbuoyError `NOT_FOUND` where no chart repository is set */
export function repositoryOf(repository: ChartRepository | null): ChartRepository {
  if (repository !== null) return repository
  throw new BellbuoyError('NOT_FOUND', 'there is no chart repository: set CHARTMUSEUM_URL')
}

/**
 * The repository's answer as ours: a refusal of the request (4xx) too, with its status and words.
 *
 * @throws BellbuoyError `UNAVAILABLE` for a fault of the repository itself
 */
export async function passedBack({ status, headers, body }: ChartAnswer): Promise<Answer> {
  if (status < 500) return { status, headers, body }
  const words = wordsOf((await text(body)).slice(0, MAX_SHOWN * 10)).slice(0, MAX_SHOWN)
  throw new BellbuoyError('UNAVAILABLE', `the chart repository answered ${status}: ${words}`)
}

/** The answer to `HEAD`: that to `GET`, without its body. */
export async function withoutBody(received: ChartAnswer): Promise<Answer> {
  const { status, headers } = await passedBack(received)
  drop(received.body)
  return { status, ...(headers !== undefined && { headers }) }
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

/** An answer that is not passed back must not hold its connection. */
export async function reportOrDrop({ body }: ChartAnswer, reported: Promise<void>): Promise<void> {
  try {
    await reported
  } catch (error) {
    drop(body)
    throw error
  }
}

/** Ends a body that nobody reads. Its stream reports that as an error of its own. */
function drop(body: Readable): void {
  body.once('error', () => undefined).destroy()
}
