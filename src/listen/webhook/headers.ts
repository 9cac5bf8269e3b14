import { isUtf8 } from 'node:buffer'

/** As Node gives them: names in small letters, each character of a value one byte. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** A header as its sender wrote it, most of them in UTF-8; empty when absent. Of one that came several times, the first. */
export function headerOf(headers: Headers, name: string): string {
  const found = Object.hasOwn(headers, name) ? headers[name] : undefined
  const value = typeof found === 'string' ? found : (found?.[0] ?? '')
  const bytes = Buffer.from(value, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : value
}

/** An attribute of a CloudEvent in binary mode, percent-encoded as its HTTP binding has it (1.0.2, section 3.1.3.2). */
export function attributeOf(headers: Headers, name: string): string {
  const value = headerOf(headers, `ce-${name}`)
  try {
    return decodeURIComponent(value).toWellFormed()
  } catch {
    return value
  }
}
