import type { MarkdownRenderer } from 'vitepress'

/** Keeps Vue from reading the braces of templates, which pages show, as code of its own. */
export function plainText(md: MarkdownRenderer): void {
  for (const rule of ['text', 'code_inline'] as const) {
    const render = md.renderer.rules[rule]
    if (render === undefined) throw new Error(`markdown-it has no rule ${rule} any more`)
    md.renderer.rules[rule] = (...token) => render(...token).replaceAll('{{', '&#123;&#123;')
  }
}
