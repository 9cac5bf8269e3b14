const ALLOWED = /<\/?b>|<br>|<a href="https?:\/\/[^"<>\s]+">|<\/a>/g

/** What is wrong with HTML that may hold only `b`, `a` and `br`, and escapes. */
export function htmlFault(html: unknown): string | false {
  if (typeof html !== 'string' || html === '') return 'no text'
  const text = html.replace(ALLOWED, '')
  return (
    (/[<>"\n]/.test(text) || /&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) && `markup in ${text.slice(0, 200)}`
  )
}
