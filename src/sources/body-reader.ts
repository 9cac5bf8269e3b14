import type { BodyReader } from '../domain/body/body-reader.ts'
import { BellbuoyError } from '../domain/errors.ts'
import { slicedTranslation } from '../domain/registry/translation.ts'
import { UnparsedBody } from '../domain/body/unparsed-body.ts'
import { unpacked } from './large/packed-slices.ts'
import type { ReadingAnswer, ReadingResult, ReadingTask, TaskBody } from './large/reading-task.ts'
import type { ReadingThread } from './large/reading-thread.ts'
import { readNotification } from './read-notification.ts'
import { readReportFor } from './trivy-report.ts'

/** Entries that are translated at once: what is wrong with one takes longer to say than what is right. */
const MOST_ENTRIES = 250

/** @param thread for what is large */
export function createBodyReader(thread: Pick<ReadingThread, 'run'>): BodyReader {
  async function inThread<Name extends ReadingResult['name']>(
    owner: string,
    body: unknown,
    taskFor: (body: TaskBody) => ReadingTask & { readonly name: Name },
  ): Promise<ReadingResult & { readonly name: Name }> {
    const answer: ReadingAnswer = await thread.run(owner, taskFor(taskBodyOf(body)))
    if (answer.name === 'failed') throw answer.error
    if (answer.name !== 'refused') return answer as ReadingResult & { readonly name: Name }
    if (body instanceof UnparsedBody) body.excerpt = answer.excerpt
    throw new BellbuoyError(answer.code, answer.message)
  }

  return {
    readNotification(owner, body, reading) {
      if (!isLarge(body)) return slicedTranslation(readNotification(body, reading))
      return inThread(owner, body, (one) => ({ name: 'notification', body: one, reading })).then(
        ({ slices, ignored }) => ({ slices: unpacked(slices), ignored }),
      )
    },
    readReport(owner, body, call) {
      if (!isLarge(body)) return readReportFor(body, call)
      return inThread(owner, body, (one) => ({ name: 'report', body: one, call })).then(
        ({ report }) => report,
      )
    },
  }
}

function isLarge(body: unknown): boolean {
  return body instanceof UnparsedBody || entryCountOf(body) > MOST_ENTRIES
}

/** Of an envelope or a batch. */
function entryCountOf(body: unknown): number {
  if (Array.isArray(body)) return body.length
  const events = typeof body === 'object' && body !== null && 'events' in body ? body.events : undefined
  return Array.isArray(events) ? events.length : 1
}

function taskBodyOf(body: unknown): TaskBody {
  return body instanceof UnparsedBody ? { pieces: body.pieces, faultCode: body.faultCode } : { value: body }
}
