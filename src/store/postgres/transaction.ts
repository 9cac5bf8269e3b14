import type { PoolClient } from 'pg'
import { setForTransaction } from './connection-settings.ts'
import { type Bound, type Session, type Statement, statement } from './hot/session.ts'
import { Joining } from './together/joining.ts'
import { faultToError } from './postgres-fault.ts'
import type { ReconnectingPool } from './reconnecting-pool.ts'
import { sendTogether } from './together/send-together.ts'
import { storable } from './storable.ts'
import { LEAVE_MARK, type TransactionMark, nextMark } from './transaction-mark.ts'

/** Shares the lock that a change of the rules has alone: what is decided by the rules holds until the transaction has ended. */
const SHARE_RULES = `pg_advisory_xact_lock_shared(hashtextextended('rules', 0))`
const OPEN = statement(`with ${LEAVE_MARK} select ${SHARE_RULES}`)

/**
 * A transaction on a connection. Its statements leave together where they are asked for together. After one that failed, and after
 * `finish`, it takes no other: what is still running would be carried out outside of the transaction.
 */
export class Transaction {
  readonly session: Session = {
    ask: async <Row>(statement: Statement, ...values: readonly unknown[]) =>
      (await this.#joining.ask({ statement, values })) as readonly Row[],
    change: async (statement, ...values) => {
      this.#joining.sendAll()
      return (await this.#query({ statement, values })).rowCount ?? 0
    },
    tell: (statement, ...values) => this.#joining.tell({ statement, values }),
    finish: () => void this.finish(),
  }
  readonly #client: PoolClient
  readonly #isPrepared: boolean
  readonly #answers: Promise<unknown>[] = []
  readonly #joining = new Joining({
    send: async (statement) => (await this.#query(statement)).rows,
    tell: (statement) => void this.#keep(this.#query(statement)),
  })
  readonly #mark: TransactionMark
  readonly #opened: Promise<void>
  #isOver = false
  #isOpen = false
  #committed: Promise<string> | null = null

  constructor(pool: ReconnectingPool, client: PoolClient) {
    this.#client = client
    this.#isPrepared = !pool.isBehindPooler
    this.#mark = nextMark(client)
    void this.#keep(this.#send('begin'))
    this.#opened = this.#keep(this.#open(pool))
  }

  /** By which the server can be asked what became of it; null before it has begun, and then nothing was committed. */
  get mark(): TransactionMark | null {
    return this.#isOpen ? this.#mark : null
  }

  /** Whether its commit was asked for. */
  get isFinished(): boolean {
    return this.#committed !== null
  }

  /** Resolves once all statements have succeeded; rejects with what the first one failed with. */
  async answered(): Promise<void> {
    this.#joining.sendAll()
    await Promise.all(this.#answers)
  }

  /**
   * Sends the commit behind what was asked so far, as soon as it has begun.
   *
   * @returns what the server says that it has done: `ROLLBACK` where a statement failed
   */
  finish(): Promise<string> {
    this.#joining.sendAll()
    this.#isOver = true
    this.#committed ??= this.#isOpen ? this.#send('commit') : this.#opened.then(() => this.#send('commit'))
    this.#committed.catch(() => undefined)
    return this.#committed
  }

  /** Ends a transaction that is not to be committed; rejects where the connection cannot be used again. */
  async undo(): Promise<void> {
    this.#joining.drop()
    this.#isOver = true
    this.#joining.sendAll()
    await (this.#committed ?? this.#send('rollback'))
  }

  async #open(pool: ReconnectingPool): Promise<void> {
    const text = `with ${LEAVE_MARK} select ${setForTransaction(pool.settings)}, ${SHARE_RULES}`
    const open = pool.isBehindPooler ? { name: '', text } : OPEN
    await this.session.ask(open, this.#mark.connection, this.#mark.number)
    this.#isOpen = true
  }

  async #query({ statement: { name, text }, values }: Bound) {
    if (this.#isOver) throw new Error('the transaction is over')
    sendTogether(this.#client)
    const prepared = this.#isPrepared ? { name } : {}
    const answer = this.#client
      .query<object>({ ...prepared, text, values: values.map(storable) })
      .catch((error: unknown) => {
        this.#isOver = true
        throw faultToError(error)
      })
    return await this.#keep(answer)
  }

  /** Whoever asked may not wait for the answer; `answered` does. */
  #keep<Answer>(answer: Promise<Answer>): Promise<Answer> {
    this.#answers.push(answer)
    answer.catch(() => undefined)
    return answer
  }

  /** @returns what the server says that it has done */
  async #send(words: string): Promise<string> {
    sendTogether(this.#client)
    try {
      return (await this.#client.query(words)).command
    } catch (error) {
      throw faultToError(error)
    }
  }
}
