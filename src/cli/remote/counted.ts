/** A number as a person reads it: `1,204`. */
export function figure(count: number): string {
  return count.toLocaleString('en')
}

/** A number of things in words: `1 delivery`, `1,204 deliveries`. */
export function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${figure(count)} ${many}`
}
