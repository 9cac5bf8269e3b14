import { createHash } from 'node:crypto'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}

const STYLE = `
:root { --ink: #16212b; --quiet: #4b5b68; --paper: #ffffff; --line: #8496a3; --link: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf2; --quiet: #a3b3bf; --paper: #10181f; --line: #6b7f8d; --link: #7db8f5; }
}
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
main { margin: 12vh auto 0; padding: 1rem; max-width: 34rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; }
small { color: var(--quiet); }
a { color: var(--link); }
label { display: block; font-weight: bold; }
input, button { font: inherit; padding: .4rem .6rem; border: 1px solid var(--line); border-radius: .25rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** Headers of a page: no script, nothing from elsewhere, no frame around it; of styles only our own, by its hash. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'`,
  // Not `no-referrer`: then a browser would say `Origin: null` of our own form.
  'referrer-policy': 'same-origin',
} as const

/**
 * A small page of a log-in.
 *
 * @param content HTML
 */
export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} – Bellbuoy</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${content}
</main>
</body>
</html>
`
}
