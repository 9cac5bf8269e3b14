import { styleText } from 'node:util'
import { plainLine } from '../plain-text.ts'
import { SECRET } from './documents/secret-reference.ts'
import type { Change, FieldChange, Plan } from './plan.ts'
import type { Scope } from './thing.ts'
import { referencesIn } from './unit-secrets.ts'

/** The changes of one scope. */
export interface ScopePlan extends Plan {
  readonly scope: Scope
}

const SIGNS = { create: ['+', 'green'], update: ['~', 'cyan'], remove: ['-', 'red'] } as const
const MAX_VALUE = 100

/** The diff as people read it; nothing for scopes without changes. */
export function planText(plans: readonly ScopePlan[]): string {
  return plans
    .filter(({ changes }) => changes.length > 0)
    .map(({ scope, changes }) => [scopeTitle(scope), ...changes.map(changeText)].join('\n'))
    .join('\n')
}

export function scopeTitle(scope: Scope): string {
  return scope === null ? 'System' : `Project ${scope}`
}

/** One change, as `--json` prints it. */
export function changeRecord(scope: Scope, { action, noun, name, fields, secrets }: Change) {
  return { project: scope, action, noun, name, fields, sends_secrets: secrets.length > 0 }
}

/** `2 to add, 1 to change, 0 to remove` */
export function planSummary(plans: readonly ScopePlan[]): string {
  const count = (action: Change['action']): string =>
    String(plans.flatMap(({ changes }) => changes).filter((change) => change.action === action).length)
  return `${count('create')} to add, ${count('update')} to change, ${count('remove')} to remove`
}

function changeText({ action, noun, name, fields, secrets, wanted }: Change): string {
  const [sign, colour] = SIGNS[action]
  const title = styleText(colour, `${sign} ${noun} ${plainLine(name, MAX_VALUE)}`, { stream: process.stdout })
  const all = referencesIn(wanted?.written)
  const sent = secrets.length === 0 ? 'kept' : secrets.length < all.length ? 'sent where new' : 'sent'
  const lines = [
    ...fields.map((field) => fieldText(field, action)),
    ...(all.length > 0 ? [`secrets: ${sent}`] : []),
  ]
  return [`  ${title}`, ...lines.map((line) => `      ${line}`)].join('\n')
}

function fieldText({ path, before, after }: FieldChange, action: Change['action']): string {
  const name = plainLine(path, MAX_VALUE)
  return action === 'create'
    ? `${name}: ${valueText(after)}`
    : `${name}: ${valueText(before)} -> ${valueText(after)}`
}

function valueText(value: unknown): string {
  if (value === undefined) return 'none'
  return value === SECRET ? 'secret' : plainLine(JSON.stringify(value), MAX_VALUE)
}
