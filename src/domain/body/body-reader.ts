import type { NotificationFrame, TranslationSettings } from '../registry/source.ts'
import type { SlicedTranslation } from '../registry/translation.ts'
import type { ReportCall, ScanReport } from '../scanning/scan-reading.ts'

/** How a notification is translated. */
export interface NotificationReading {
  /** Of its source. */
  readonly kind: string
  readonly settings: TranslationSettings
  readonly frame: NotificationFrame
}

/**
 * Translates what sources and scanners send: at once where that takes no time, and else in a thread, so that nothing else waits. Bodies are an
 * `UnparsedBody` or parsed JSON. The owners of what waits for the thread take turns. Errors are those of the body, at once or as
 * rejections:
 *
 * - BellbuoyError `BAD_REQUEST`, `UNPROCESSABLE_ENTITY`: it is not what it should be
 * - BellbuoyError `UNAVAILABLE`: the owner has too much waiting, or the thread has ended
 */
export interface BodyReader {
  readonly readNotification: (
    owner: string,
    body: unknown,
    reading: NotificationReading,
  ) => SlicedTranslation | Promise<SlicedTranslation>
  readonly readReport: (owner: string, body: unknown, call: ReportCall) => ScanReport | Promise<ScanReport>
}
