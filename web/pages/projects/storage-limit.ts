const GIB = 1024 ** 3
/** Decimals of the shown limit; the stored one may be finer. */
export const DECIMALS = 3

/** A limit in bytes as the form shows it, in GiB; empty: none (-1). */
export function typedLimit(bytes: number): number | '' {
  return bytes < 0 ? '' : Number((bytes / GIB).toFixed(DECIMALS))
}

/** The limit of the form in bytes. A limit that the user did not change keeps its exact value. */
export function limitOf(typed: number | string, former: number): number {
  if (typed === typedLimit(former)) return former
  return typed === '' ? -1 : Math.round(Number(typed) * GIB)
}
