/** Decides which addresses a target may have. */
export interface AddressGuard {
  /** Why this IP address (version 4 or 6, as text) is refused, in a sentence that names the way out; null when it may be used. */
  refusal: (ip: string) => string | null
}
