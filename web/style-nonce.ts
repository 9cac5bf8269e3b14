/** The nonce of this page. The content security policy admits styles that the page writes with it. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

/** Gives the nonce to the library that stops the page from scrolling behind a dialog: it looks for it under webpack's name. */
export function announceNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
}
