import { fitsHeader } from '../../../domain/header-value.ts'
import { compileText } from '../../../payloads/template/text-template.ts'
import { compileBody } from '../calls/body-template.ts'
import { CALL_VARIABLES } from '../calls/call-variables.ts'
import { type Mistake, type Path, mistakeAt } from './mistake.ts'

/** Facts may not choose whom the request goes to, so the host stands before the first of them. */
export function checkUrl(url: string, path: Path, mistakes: Mistake[]): void {
  const before = url.split(/\{[{%]/, 1)[0] ?? ''
  const hasHost = before === url ? /^https?:\/\/[^/?#\s]+/i : /^https?:\/\/[^/?#\s]+[/?]/i
  const compiled = compileText(url, CALL_VARIABLES)
  if (!hasHost.test(before) || !URL.canParse(before))
    mistakes.push(mistakeAt(path, 'url must begin with http:// or https:// and a host without placeholders'))
  else if (new URL(before).username !== '' || new URL(before).password !== '')
    mistakes.push(mistakeAt(path, 'url holds a password: use token_file, or a header with {file: PATH}'))
  else if ('fault' in compiled) mistakes.push(mistakeAt(path, `the template of url: ${compiled.fault}`))
}

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/
/** Those of the connection, which the client writes itself. */
const RESERVED = [
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'expect',
  'upgrade',
  'te',
  'trailer',
]

/** @param headers those with a text are templates */
export function checkHeaders(
  headers: Readonly<Record<string, unknown>>,
  path: Path,
  mistakes: Mistake[],
): void {
  for (const [name, value] of Object.entries(headers)) {
    const place = [...path, name]
    if (!HEADER_NAME.test(name))
      mistakes.push(mistakeAt(place, `${JSON.stringify(name)} cannot be the name of a header`, 'key'))
    if (RESERVED.includes(name.toLowerCase()))
      mistakes.push(mistakeAt(place, `the listener writes the header ${name} itself`, 'key'))
    const fault = typeof value === 'string' ? headerFault(value) : null
    if (fault !== null) mistakes.push(mistakeAt(place, `the header ${name}: ${fault}`))
  }
}

function headerFault(template: string): string | null {
  const compiled = compileText(template, CALL_VARIABLES)
  if ('fault' in compiled) return compiled.fault
  return fitsHeader(template) ? null : 'it has a control character'
}

/** @param headers of the call, with names in small letters; the content type says what the body is */
export function checkBody(
  { body, headers }: { readonly body: string; readonly headers: Readonly<Record<string, string>> },
  path: Path,
  mistakes: Mistake[],
): void {
  const compiled = compileBody(body, headers)
  if ('fault' in compiled) mistakes.push(mistakeAt(path, `the template of body: ${compiled.fault}`))
}
