type Settings = Readonly<Record<string, string>>

/** A commit is on disk when it returns, whatever the server's default; nothing waits for ever. */
export const ALWAYS: Settings = {
  synchronous_commit: 'on',
  statement_timeout: '60s',
  lock_timeout: '20s',
  idle_in_transaction_session_timeout: '60s',
}

/**
 * For statements that find each row by an index, whatever the server believes of the sizes of tables: a plan that was made for an empty
 * table reads all of it once it has grown.
 */
export const NEVER_THROUGH: Settings = {
  ...ALWAYS,
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
}

/** The same for statements that are planned once: a plan is kept as long as its connection. */
export const BY_INDEX: Settings = { ...NEVER_THROUGH, plan_cache_mode: 'force_generic_plan' }

/** Sets a connection up. One text, since a pooler refuses such settings at the start of a connection. */
export function setForConnection(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `set ${name} = '${value}'`)
    .join('; ')
}

/** What to select for settings that end with the transaction. */
export function setForTransaction(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `set_config('${name}', '${value}', true)`)
    .join(', ')
}
