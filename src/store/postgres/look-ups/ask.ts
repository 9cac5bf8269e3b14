import type { Statement } from '../hot/session.ts'
import { faultToError } from '../postgres-fault.ts'
import type { ReconnectingPool } from '../reconnecting-pool.ts'

/**
 * Asks a statement outside of a transaction, prepared once for each connection.
 *
 * @throws BellbuoyError `UNAVAILABLE` when the server cannot be reached
 */
export async function ask<Row>(
  pool: ReconnectingPool,
  { name, text }: Statement,
  ...values: readonly string[]
): Promise<readonly Row[]> {
  const client = await pool.connect()
  try {
    const prepared = pool.isBehindPooler ? {} : { name }
    return (await client.query({ ...prepared, text, values: [...values] })).rows as readonly Row[]
  } catch (error) {
    throw faultToError(error)
  } finally {
    client.release()
  }
}
