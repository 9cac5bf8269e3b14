/** The address of a target without what nearly all have in common, for lists. */
export function shortAddress(address: string): string {
  return address.replace(/^https?:\/\//, '')
}
