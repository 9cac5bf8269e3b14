/** The nonce of this page: styles that are written while it runs are let in by it. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

/** Gives the nonce to the library that stops the page from scrolling behind a dialog: it looks for it under webpack's name. */
export function announceNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
}
