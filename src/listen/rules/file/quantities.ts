const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

export const DURATION_PATTERN = '^(\\d{1,9}(ms|s|m|h|d))+$'

/** Milliseconds of a duration such as `500ms`, `10m` or `1h30m`. @param text one that `DURATION_PATTERN` matches */
export function durationMs(text: string): number {
  const parts = text.matchAll(/(\d+)(ms|[smhd])/g)
  return [...parts].reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS_MS[unit] ?? 0), 0)
}

const UNITS_BYTES: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }

export const SIZE_PATTERN = '^\\d{1,9}(KiB|MiB|GiB)$'

/** Bytes of a size such as `64KiB`. @param text one that `SIZE_PATTERN` matches */
export function sizeBytes(text: string): number {
  return Number.parseInt(text, 10) * (UNITS_BYTES[text.slice(-3)] ?? 0)
}
