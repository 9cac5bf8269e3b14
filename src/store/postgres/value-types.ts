import { type CustomTypesConfig, types } from 'pg'

/** Object ids of PostgreSQL's types (`pg_type.dat`). */
const BOOL = 16
const INT8 = 20
const NUMERIC = 1700

/**
 * Reads values as SQLite gives them, so that the rest of the store knows one kind of row: whole numbers as numbers, truth as 1 and 0.
 *
 * @throws RangeError for a number that JavaScript would round
 */
export const valueTypes: CustomTypesConfig = {
  getTypeParser: (typeId: TypeId): Reader => READERS.get(typeId) ?? (types.getTypeParser(typeId) as Reader),
}

type TypeId = Parameters<typeof types.getTypeParser>[0]
type Reader = (text: string) => unknown

const READERS: ReadonlyMap<number, Reader> = new Map([
  [INT8, wholeNumber],
  [NUMERIC, wholeNumber],
  [BOOL, (text: string) => (text === 't' ? 1 : 0)],
])

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number))
    throw new RangeError(`${text} is stored, which JavaScript cannot read exactly`)
  return number
}
