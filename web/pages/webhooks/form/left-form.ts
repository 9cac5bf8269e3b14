import type { OptionSchema, TargetKind } from '../../../api/target-kinds.ts'
import type { LeftForm } from '../../../parts/use-edited-form.ts'
import { type PolicyForm, type TargetForm, type TargetOptions, newTargetKey } from '../policy-form.ts'

/** A form that was left before it was saved. It stays in this tab of the browser, without its secrets. */
export interface LeftPolicyForm extends LeftForm<PolicyForm> {
  /** Whether secrets had been typed, which have to be typed again. */
  readonly lacksSecrets: boolean
}

const PREFIX = 'bellbuoy-form '

/** @param place of whom and of what the form is: others who log in here do not get it */
export function readLeftForm(place: string): LeftPolicyForm | null {
  const text = sessionStorage.getItem(PREFIX + place)
  if (text === null) return null
  try {
    const left = JSON.parse(text) as LeftPolicyForm
    // Keys are counted anew in every page.
    const targets = left.form.targets.map((target) => ({ ...target, key: newTargetKey() }))
    return { ...left, form: { ...left.form, targets } }
  } catch {
    return null
  }
}

/** Keeps a form; does nothing where the browser has no room. */
export function keepLeftForm(place: string, left: LeftForm<PolicyForm>, kinds: readonly TargetKind[]): void {
  const targets = left.form.targets.map((target) => withoutSecrets(target, kinds))
  const form = { ...left.form, targets }
  const lacksSecrets = JSON.stringify(form.targets) !== JSON.stringify(left.form.targets)
  try {
    sessionStorage.setItem(PREFIX + place, JSON.stringify({ ...left, form, lacksSecrets }))
  } catch {
    sessionStorage.removeItem(PREFIX + place)
  }
}

export function dropLeftForm(place: string): void {
  sessionStorage.removeItem(PREFIX + place)
}

/** A target without anything secret that was typed into it. Of a kind that is not known, no options are kept. */
export function withoutSecrets(target: TargetForm, kinds: readonly TargetKind[]): TargetForm {
  const schema = kinds.find(({ type }) => type === target.type)?.options_schema
  return {
    ...target,
    // A password in front of the host; the server makes it a header.
    address: target.address.replace(/\/\/[^/?#@]*@/, '//'),
    authenticationValue: '',
    options: schema === undefined ? {} : blanked(target.options, schema, target.storedOptions),
  }
}

/** A typed secret goes back to what is stored in its place: an empty text, or nothing. */
function blanked(options: TargetOptions, schema: OptionSchema, stored: TargetOptions): TargetOptions {
  const entries = Object.entries(options).flatMap(([name, value]): [string, unknown][] => {
    const part = schema.properties?.[name] ?? schema.additionalProperties
    if (part?.writeOnly === true) {
      if (value === null) return [[name, null]]
      const keepsName = stored[name] === '' || schema.properties?.[name] === undefined
      return keepsName ? [[name, '']] : []
    }
    if (part === undefined || !isGroup(value)) return [[name, value]]
    const there = stored[name]
    return [[name, blanked(value, part, isGroup(there) ? there : {})]]
  })
  return Object.fromEntries(entries)
}

function isGroup(value: unknown): value is TargetOptions {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
