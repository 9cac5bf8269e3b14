const GIB = 1024 ** 3
/** Of what is shown; the limit itself may be finer. */
export const DECIMALS = 3

/** A limit in bytes as it stands in the form, in GiB; empty: none (-1). */
export function typedLimit(bytes: number): number | '' {
  return bytes < 0 ? '' : Number((bytes / GIB).toFixed(DECIMALS))
}

/** The limit in bytes that a form says; what was not touched stays to the byte. */
export function limitOf(typed: number | string, former: number): number {
  if (typed === typedLimit(former)) return former
  return typed === '' ? -1 : Math.round(Number(typed) * GIB)
}
