/** JSON that a source reported, whatever is in it. */
export type ReportedObject = Readonly<Record<string, unknown>>

/** The single values of an object, and those of the objects in it, each with the names that lead to it. */
export function factsOf(object: ReportedObject): readonly (readonly [readonly string[], string])[] {
  return Object.entries(object).flatMap(([name, value]): (readonly [readonly string[], string])[] => {
    if (isObject(value)) return factsOf(value).map(([path, text]) => [[name, ...path], text] as const)
    if (isTable(value) || value === null || value === '') return []
    return [[[name], valueText(name, value)]]
  })
}

/** The lists of objects in an object. */
export function tablesOf(object: ReportedObject): readonly (readonly [string, readonly ReportedObject[]])[] {
  return Object.entries(object).flatMap(([name, value]) => (isTable(value) ? [[name, value] as const] : []))
}

/** A value in the cell of a table: lists and objects on one line. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(cellText).join(', ')
  if (!isObject(value)) return typeof value === 'string' ? value : JSON.stringify(value)
  const parts = Object.entries(value).filter(([, one]) => one !== '' && one !== null)
  return parts.map(([name, one]) => `${name.replaceAll('_', ' ')} ${cellText(one)}`).join(', ')
}

/** Seconds since 1970 are written as a time. */
function valueText(name: string, value: unknown): string {
  if (name.endsWith('_timestamp') && typeof value === 'number') return new Date(value * 1000).toLocaleString()
  return cellText(value)
}

function isObject(value: unknown): value is ReportedObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTable(value: unknown): value is readonly ReportedObject[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject)
}
