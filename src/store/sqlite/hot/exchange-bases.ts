import type { DatabaseSync } from 'node:sqlite'
import {
  type Exchange,
  type FlatExchange,
  differencesFrom,
  flattened,
  withValues,
} from '../../delivery/exchange-base.ts'
import { statement } from '../../../sqlite/statement.ts'

/** How an exchange is stored: with the number of its base, or whole. */
export interface StoredExchange {
  readonly base: number | null
  readonly json: string | null
}

export interface ExchangeBases {
  /** @param flat what is stored of the exchange where it has a base */
  readonly store: (targetId: number, exchange: Exchange, flat: FlatExchange) => StoredExchange
}

interface Base extends FlatExchange {
  readonly id: number
}

/** Bases of one target; a receiver that answers with ever new headers gets no more. */
const MAX_OF_TARGET = 32
/** Targets whose bases are in memory. */
const MAX_TARGETS = 1000

/**
 * Stores exchanges of a target as what they have other than the first one of the same shape. A base never changes, so neither do the
 * exchanges that were stored with it.
 */
export function prepareExchangeBases(
  database: DatabaseSync,
): ExchangeBases & { readonly forget: () => void } {
  const select = statement(database, 'select id, json from exchange_base where target_id = :target_id')
  const insert = statement(database, 'insert into exchange_base (target_id, json) values (:target_id, :json)')
  const targets = new Map<number, Map<string, Base>>()
  const read = (targetId: number): Map<string, Base> => {
    const rows = select.all({ target_id: targetId }) as readonly {
      readonly id: number
      readonly json: string
    }[]
    const bases = rows.map(({ id, json }) => ({ id, ...flattened(JSON.parse(json) as Exchange) }))
    return new Map(bases.map((base) => [base.shape, base]))
  }
  const basesOf = (targetId: number): Map<string, Base> => {
    const known = targets.get(targetId)
    if (known !== undefined) return known
    if (targets.size >= MAX_TARGETS) targets.clear()
    const bases = read(targetId)
    targets.set(targetId, bases)
    return bases
  }
  return {
    store(targetId, exchange, flat) {
      const bases = basesOf(targetId)
      const base = bases.get(flat.shape)
      if (base !== undefined) {
        const differences = differencesFrom(base, flat)
        return { base: base.id, json: differences === null ? null : JSON.stringify(differences) }
      }
      if (bases.size >= MAX_OF_TARGET) return { base: null, json: JSON.stringify(exchange) }
      const json = JSON.stringify(withValues(exchange, flat.values))
      const id = Number(insert.run({ target_id: targetId, json }).lastInsertRowid)
      bases.set(flat.shape, { id, ...flat })
      return { base: id, json: null }
    },
    forget: () => targets.clear(),
  }
}
