import { type RawBuilder, sql } from 'kysely'

/** `digestBytes`, in SQLite's words; what migrations convert is SQLite's alone, since no other database has an older version. */
export function storedDigest(column: string): RawBuilder<unknown> {
  const digest = sql.ref(column)
  const hex = (prefix: string, digits: number): RawBuilder<unknown> =>
    sql`length(cast(${digest} as blob)) = ${sql.lit(prefix.length + digits)} and ${digest} glob ${sql.lit(`${prefix}*`)}
      and substr(${digest}, ${sql.lit(prefix.length + 1)}) not glob '*[^0-9a-f]*'`
  return sql`case when ${hex('sha256:', 64)} then unhex('01' || substr(${digest}, 8))
    when ${hex('sha512:', 128)} then unhex('02' || substr(${digest}, 8))
    when ${digest} is not null then unhex('00' || hex(${digest})) end`
}

/** `mediaTypeCode` of what was stored as text. */
export function storedMediaType(column: string, known: readonly string[]): RawBuilder<unknown> {
  const type = sql.ref(column)
  const codes = known.map((name, index) => sql`when ${sql.lit(name)} then ${sql.lit(`#${index}`)}`)
  return sql`case ${type} ${sql.join(codes, sql` `)}
    else case when ${type} glob '#*' then '#' || ${type} else ${type} end end`
}
