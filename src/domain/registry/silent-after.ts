import type { TargetOptions } from '../options.ts'

const HOUR_MS = 3_600_000

/** JSON Schema of the setting that every kind of source has: how long it may report nothing. Only its admin knows how often it should. */
export const SILENT_AFTER_SCHEMA = {
  type: 'integer',
  minimum: 1,
  maximum: 8760,
  description:
    'hours without an event after which this is a problem; unset: the source may be silent for as long as it likes',
} as const

/** The setting of a source in milliseconds, or null when it is unset. */
export function silentAfterMs({ silent_after_hours: hours }: TargetOptions): number | null {
  return typeof hours === 'number' ? hours * HOUR_MS : null
}
