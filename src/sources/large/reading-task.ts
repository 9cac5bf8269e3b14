import type { NotificationReading } from '../../domain/body/body-reader.ts'
import { BellbuoyError, type ErrorCode } from '../../domain/errors.ts'
import { parseJson } from '../../domain/body/json-body.ts'
import { excerptOf } from '../../domain/registry/kept-out-example.ts'
import { IgnoredCounts, type IgnoredSummary } from '../../domain/registry/ignored-summary.ts'
import { isEmptySlice, slicesOf } from '../../domain/registry/translation.ts'
import type { ReportCall, ScanReport } from '../../domain/scanning/scan-reading.ts'
import { readNotification } from '../read-notification.ts'
import { readReportFor } from '../trivy-report.ts'
import { type PackedSlices, SlicePacker } from './packed-slices.ts'

/** A body on its way to the thread: its bytes, or what was parsed of it already. */
export type TaskBody =
  | { readonly pieces: readonly Uint8Array<ArrayBuffer>[]; readonly faultCode: ErrorCode }
  | { readonly value: unknown }

export type ReadingTask =
  | { readonly name: 'notification'; readonly body: TaskBody; readonly reading: NotificationReading }
  | { readonly name: 'report'; readonly body: TaskBody; readonly call: ReportCall }

/** What comes of a task. */
export type ReadingResult =
  | { readonly name: 'notification'; readonly slices: PackedSlices; readonly ignored: IgnoredSummary }
  | { readonly name: 'report'; readonly report: ScanReport }

export type ReadingAnswer =
  | ReadingResult
  /** The body is not what it should be. */
  | {
      readonly name: 'refused'
      readonly code: ErrorCode
      readonly message: string
      readonly excerpt: unknown
    }
  /** A fault of ours. */
  | { readonly name: 'failed'; readonly error: unknown }

/** As they go to the thread, and come back in any order. */
export interface NumberedTask {
  readonly id: number
  readonly task: ReadingTask
}

export interface NumberedAnswer {
  readonly id: number
  readonly answer: ReadingAnswer
}

/** Lets others go on for a moment, where it is their turn. */
type Pause = () => Promise<void> | null

/** Carries a task out; it never rejects. */
export async function carryOut(task: ReadingTask, pause: Pause): Promise<ReadingAnswer> {
  let value: unknown
  try {
    value = valueOf(task.body)
    return task.name === 'report'
      ? { name: 'report', report: readReportFor(value, task.call) }
      : await notificationIn(value, task.reading, pause)
  } catch (error) {
    if (!(error instanceof BellbuoyError)) return { name: 'failed', error }
    return { name: 'refused', code: error.code, message: error.message, excerpt: excerptOf(value) }
  }
}

async function notificationIn(
  value: unknown,
  reading: NotificationReading,
  pause: Pause,
): Promise<ReadingResult> {
  const packer = new SlicePacker()
  const counts = new IgnoredCounts()
  for (const slice of slicesOf(readNotification(value, reading), counts)) {
    if (!isEmptySlice(slice)) packer.add(slice)
    const paused = pause()
    if (paused !== null) await paused
  }
  return { name: 'notification', slices: packer.end(), ignored: counts.summary() }
}

function valueOf(body: TaskBody): unknown {
  return 'value' in body ? body.value : parseJson(Buffer.concat(body.pieces).toString(), body.faultCode)
}
