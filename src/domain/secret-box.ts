/** Keeps secrets unreadable at rest. */
export interface SecretBox {
  /** Text that only `open` of the same key can read. */
  seal: (clear: string) => string
  /** @throws Error when it was sealed with another key or was tampered with */
  open: (sealed: string) => string
}
