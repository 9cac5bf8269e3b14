import type { FieldErrors } from '../../../parts/fields/field-errors.tsx'
import type { Text } from '../../../text/english.ts'
import type { PolicyForm, TargetForm, TargetOptions } from '../policy-form.ts'

/** The fields of groups of options that a group cannot do without; secrets among them may be stored. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  basic: ['username'],
  bearer: ['token'],
  oauth2: ['token_url', 'client_id', 'client_secret'],
  client_certificate: ['certificate', 'private_key'],
  proxy: ['url'],
  smtp: ['host'],
  signing: ['secret'],
}

/** What a webhook cannot be saved without, by the path of the field. What else is wrong, the server says. */
export function missingFields(form: PolicyForm, t: Text): FieldErrors {
  const { missing } = t.policyForm
  return {
    ...(form.name.trim() === '' && { name: missing.name }),
    ...(form.eventTypes.length === 0 && { eventTypes: missing.eventTypes }),
    ...Object.fromEntries(
      form.targets.flatMap((target, index) => Object.entries(missingOf(target, `targets.${index}`, t))),
    ),
  }
}

function missingOf(target: TargetForm, path: string, t: Text): FieldErrors {
  const { missing } = t.policyForm
  const isTyped = target.authentication === 'header' || target.authentication === 'secret'
  const hasTemplate = typeof target.options['template'] === 'string' && target.options['template'] !== ''
  return {
    ...(target.address.trim() === '' && { [`${path}.address`]: missing.address }),
    ...(isTyped && target.authenticationValue === '' && { [`${path}.authenticationValue`]: missing.secret }),
    ...(target.payloadFormat === 'Template' &&
      !hasTemplate && { [`${path}.options.template`]: missing.template }),
    ...missingOptions(target, `${path}.options`, missing.value),
  }
}

function missingOptions({ options, storedOptions }: TargetForm, path: string, says: string): FieldErrors {
  const missing = Object.entries(REQUIRED).flatMap(([group, names]) => {
    const given = options[group] as TargetOptions | undefined
    const stored = (storedOptions[group] ?? {}) as TargetOptions
    if (given === undefined) return []
    // An empty text is stored where a secret is.
    return names
      .filter((name) => isEmpty(given[name]) && stored[name] !== '')
      .map((name) => `${group}.${name}`)
  })
  return Object.fromEntries(missing.map((name) => [`${path}.${name}`, says]))
}

function isEmpty(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === ''
}
