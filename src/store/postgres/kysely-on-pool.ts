import {
  type FunctionNode,
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  PostgresQueryCompiler,
  replaceWithNoncontingentExpression,
} from 'kysely'
import type { PoolClient } from 'pg'
import { POSTGRES_WORDS, wordsFor } from '../database-words.ts'
import type { Schema } from '../schema.ts'
import { setForTransaction } from './connection-settings.ts'
import { faultToError } from './postgres-fault.ts'
import type { ReconnectingPool } from './reconnecting-pool.ts'
import { storable } from './storable.ts'

/** Kysely on a pool, whose owner closes it. Faults of the database come as those of the store. */
export function kyselyOnPool(pool: ReconnectingPool): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: new Dialect({ pool: kyselyPool(pool) }),
    // Nothing is in an empty list: SQLite says so too, while PostgreSQL takes it for a mistake.
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  })
}

const BEGINS = /^(begin|start transaction)/

class Dialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LockedAdapter()
  }

  override createQueryCompiler(): PostgresQueryCompiler {
    return new Compiler()
  }
}

class Compiler extends PostgresQueryCompiler {
  protected override visitFunction(node: FunctionNode): void {
    const words = wordsFor(POSTGRES_WORDS, node.func)
    if (words === undefined) super.visitFunction(node)
    words?.forEach((word, at) => {
      this.append(word)
      const argument = node.arguments[at]
      if (argument !== undefined) this.visitNode(argument)
    })
  }
}

/** `migrate` takes a lock that ends with its transaction; one of a session would outlive it behind a pooler. */
class LockedAdapter extends PostgresAdapter {
  override acquireMigrationLock(): Promise<void> {
    return Promise.resolve()
  }

  override releaseMigrationLock(): Promise<void> {
    return Promise.resolve()
  }
}

function kyselyPool(pool: ReconnectingPool): PostgresPool {
  return {
    options: {},
    connect: async () => kyselyClient(pool, await pool.connect()),
    end: () => Promise.resolve(),
  }
}

function kyselyClient(pool: ReconnectingPool, client: PoolClient): PostgresPoolClient {
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      const result = await client.query(text, parameters.map(storable))
      if (pool.isBehindPooler && BEGINS.test(text))
        await client.query(`select ${setForTransaction(pool.settings)}`)
      return result
    } catch (error) {
      throw faultToError(error)
    }
  }
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  }
}
