import { ApiFailure } from '../../../api/client/client.ts'
import { sentence } from '../../../parts/fields/field-faults.ts'
import type { Text } from '../../../text/english.ts'
import { wordsFor } from '../../../text/words-for.ts'
import type { PolicyForm, TargetForm } from '../policy-form.ts'

/** Where the server found a fault, and what it is. */
export interface FieldFault {
  /** The path of the field in the form. */
  readonly path: string
  readonly says: string
}

/** The fault that the server found in a webhook; null when it is about no field of the form. */
export function serverFault(error: unknown, form: PolicyForm, t: Text): FieldFault | null {
  if (!(error instanceof ApiFailure)) return null
  if (error.code === 'CONFLICT') return { path: 'name', says: t.policyForm.nameTaken }
  if (error.status !== 400 && error.status !== 422) return null
  const [message = ''] = error.message.replace(/^validation failure list:\s*/, '').split('\n')
  return (
    filterFault(message, t) ??
    optionFault(message, form.targets, t) ??
    loginFault(message, form.targets, t) ??
    templateFault(message, form.targets, t) ??
    addressFault(message, form.targets, t) ??
    (/name is longer/.test(message) ? { path: 'name', says: said(message, t) } : null)
  )
}

function filterFault(message: string, t: Text): FieldFault | null {
  const [, path, says] = /^filter\.([a-z_.]+?)(?:\[\d+\])?: ([^]*)$/.exec(message) ?? []
  if (path === undefined || says === undefined) return null
  return { path: `filter.${path}`, says: globFault(says, t) ?? said(says, t) }
}

/** What is wrong with a pattern, in words of the console where it has some. */
function globFault(says: string, t: Text): string | null {
  const [, quoted, problem] = /^the glob ("(?:[^"\\]|\\.)*") (.*) \(position \d+\)$/.exec(says) ?? []
  if (quoted === undefined || problem === undefined) return null
  const pattern = JSON.parse(quoted) as string
  return t.policyForm.badPattern(pattern, wordsFor(t.policyForm.patternFaults, problem) ?? problem)
}

/** `basic.username holds a colon`, also after `options of a target of type http:`. */
function optionFault(message: string, targets: readonly TargetForm[], t: Text): FieldFault | null {
  const [, type, rest] = /^options of a target of type (\S+): ([^]*)$/.exec(message) ?? []
  const [, path, says] = /^([a-z_0-9]+(?:\.[\w-]+)*)(?:: | )([^]*)$/.exec(rest ?? message) ?? []
  if (path === undefined || says === undefined) return null
  const [name = ''] = path.split('.')
  const index = targets.findIndex(
    (target) => (type === undefined || target.type === type) && Object.hasOwn(target.options, name),
  )
  return index === -1 ? null : { path: `targets.${index}.options.${path}`, says: said(says, t) }
}

function loginFault(message: string, targets: readonly TargetForm[], t: Text): FieldFault | null {
  if (!/^(?:auth_header|secret)\b/.test(message)) return null
  const index = targets.findIndex(({ authentication }) => authentication !== 'none')
  return index === -1 ? null : { path: `targets.${index}.authenticationValue`, says: said(message, t) }
}

function templateFault(message: string, targets: readonly TargetForm[], t: Text): FieldFault | null {
  const index = targets.findIndex(({ payloadFormat }) => payloadFormat === 'Template')
  if (index === -1 || !message.startsWith('the template ')) return null
  return { path: `targets.${index}.options.template`, says: said(message, t) }
}

/** Faults of addresses name the address, or nothing where there is none to name. */
function addressFault(message: string, targets: readonly TargetForm[], t: Text): FieldFault | null {
  const isAboutAddress = /URL|scheme|mail address|recipient|stored (?:secret|auth_header)/.test(message)
  if (!isAboutAddress) return null
  const scheme = /^invalid scheme: (\S+)/.exec(message)?.[1]
  const named = targets.findIndex(
    ({ address }) =>
      address.trim() !== '' &&
      (message.includes(address.trim()) || (scheme !== undefined && address.trim().startsWith(`${scheme}:`))),
  )
  return { path: `targets.${Math.max(0, named)}.address`, says: said(message, t) }
}

/** What the server says, as a sentence in the language of the page. */
function said(text: string, t: Text): string {
  return sentence(t.server(text))
}
