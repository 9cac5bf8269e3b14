import type { AuditLogResponse } from '../../../src/contract/people/audit.ts'
import type { Text } from '../../text/english.ts'
import { wordsFor } from '../../text/words-for.ts'

export type AuditedChange = NonNullable<AuditLogResponse['changes']>[number]

/** A change in words: `Target 1, address: https://a.test → https://b.test`. A secret has no values. */
export function changeText({ field, from, to }: AuditedChange, t: Text): string {
  const { isChanged, fromTo } = t.logs.changes
  const name = fieldText(field, t)
  if (from === undefined && to === undefined) return isChanged(name)
  return fromTo(name, valueText(from, t), valueText(to, t))
}

/** A field by the words of the console where it has some: `targets.1.address` is `Target 1, address`. */
function fieldText(field: string, t: Text): string {
  const { fields, comma } = t.logs.changes
  const parts = field.split('.').reduce<readonly string[]>((words, part) => {
    const before = words.at(-1)
    if (/^\d+$/.test(part) && before !== undefined) return [...words.slice(0, -1), `${before} ${part}`]
    return [...words, wordsFor(fields, part) ?? part.replaceAll('_', ' ')]
  }, [])
  const text = parts.join(comma)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function valueText(value: string | undefined, t: Text): string {
  if (value === undefined) return t.logs.changes.nothing
  return wordsFor(t.logs.changes.values, value) ?? value
}
