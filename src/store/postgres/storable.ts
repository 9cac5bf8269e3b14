/**
 * A text as PostgreSQL can hold it: its `text` has no character NUL. Halves of surrogate pairs, which UTF-8 does not have, become the same
 * sign on their way.
 */
export function storable<Value>(value: Value): Value {
  if (typeof value === 'string')
    return (value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value) as Value
  return Array.isArray(value) ? (value.map(storable) as Value) : value
}
