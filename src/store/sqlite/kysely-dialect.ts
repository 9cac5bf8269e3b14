import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type FunctionNode,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { SQLITE_WORDS, wordsFor } from '../database-words.ts'
import type { QueryAnswer } from './thread/thread-protocol.ts'

/** Runs one compiled statement. */
export interface Connection extends DatabaseConnection {
  rollback: () => Promise<unknown>
  release: () => void
}

/** Kysely on a connection that lives in a thread; `acquire` hands out the connection for one query or transaction. */
export function threadDialect(acquire: () => Promise<Connection>): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new ThreadDriver(acquire),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new Compiler(),
  }
}

/** Kysely runs no migration in a transaction on SQLite, although SQLite changes tables in transactions like everything else. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): true {
    return true
  }
}

class Compiler extends SqliteQueryCompiler {
  protected override visitFunction(node: FunctionNode): void {
    const words = wordsFor(SQLITE_WORDS, node.func)
    if (words === undefined) super.visitFunction(node)
    words?.forEach((word, at) => {
      this.append(word)
      const argument = node.arguments[at]
      if (argument !== undefined) this.visitNode(argument)
    })
  }
}

/** The parts of a connection. */
export interface ConnectionParts {
  readonly query: (sql: string, parameters: readonly unknown[]) => Promise<QueryAnswer>
  readonly rollback: () => Promise<unknown>
  readonly release: () => void
}

export function connection({ query, rollback, release }: ConnectionParts): Connection {
  return {
    rollback,
    release,
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { rows, changes, lastInsertRowid } = await query(sql, parameters)
      return { rows: rows as Row[], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    },
    streamQuery() {
      throw new Error('rows cannot be streamed out of a thread')
    },
  }
}

class ThreadDriver implements Driver {
  readonly #acquire: () => Promise<Connection>

  constructor(acquire: () => Promise<Connection>) {
    this.#acquire = acquire
  }

  init(): Promise<void> {
    return Promise.resolve()
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return this.#acquire()
  }

  releaseConnection(used: DatabaseConnection): Promise<void> {
    ;(used as Connection).release()
    return Promise.resolve()
  }

  async beginTransaction(used: DatabaseConnection): Promise<void> {
    await used.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  async commitTransaction(used: DatabaseConnection): Promise<void> {
    await used.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(used: DatabaseConnection): Promise<void> {
    await (used as Connection).rollback()
  }

  destroy(): Promise<void> {
    return Promise.resolve()
  }
}
