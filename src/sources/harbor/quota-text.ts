import type { Quota } from '../../domain/event/event-detail.ts'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']
const SIZE = String.raw`([\d.]+ ?[KMGTPE]?i?B)`
const EXCEEDED = new RegExp(
  `updated to current usage of ${SIZE} will exceed the configured upper limit of ${SIZE}`,
)
const WARNED = new RegExp(`storage used ${SIZE} of ${SIZE}`)

/** The numbers in Harbor's sentence about a quota, as exact as its one decimal. */
export function quotaIn(details: string): Quota {
  const [, used = '', limit = ''] = EXCEEDED.exec(details) ?? WARNED.exec(details) ?? []
  return { limitBytes: bytesIn(limit), usedBytes: bytesIn(used), details }
}

function bytesIn(text: string): number | null {
  const [, number = '', unit = ''] = /^([\d.]+) ?(\w+)$/.exec(text) ?? []
  const power = UNITS.indexOf(unit)
  const bytes = Math.round(Number(number) * 1024 ** power)
  return number === '' || power === -1 || !Number.isSafeInteger(bytes) ? null : bytes
}
