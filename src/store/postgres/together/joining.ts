import type { Bound } from '../hot/session.ts'
import { joinedChanges, joinedQuestions } from './joined.ts'

type Rows = readonly object[]

interface Question extends Bound {
  readonly resolve: (rows: Rows | Promise<Rows>) => void
}

export interface JoiningParts {
  /** Sends a statement; rejects where it fails. */
  readonly send: (statement: Bound) => Promise<Rows>
  /** Sends a statement whose answer nobody waits for. */
  readonly tell: (statement: Bound) => void
}

/** Keeps what joins until it is known what follows: changes until another kind of statement, questions until their answers are waited for. */
export class Joining {
  readonly #parts: JoiningParts
  #changes: Bound[] = []
  #questions: Question[] = []

  constructor(parts: JoiningParts) {
    this.#parts = parts
  }

  ask(asked: Bound): Promise<Rows> {
    if (asked.statement.joins === 'questions') return this.#gather(asked)
    const changes = asked.statement.joins === 'changes' ? this.#takeChanges() : []
    this.sendAll()
    return this.#parts.send(changes.length === 0 ? asked : joinedChanges(changes, asked))
  }

  tell(bound: Bound): void {
    const { name, joins } = bound.statement
    this.#sendQuestions()
    // The same statement may change the same row again, which one statement cannot.
    const repeats = this.#changes.some(({ statement }) => statement.name === name)
    if (repeats || joins !== 'changes') this.#sendChanges()
    if (joins === 'changes') this.#changes.push(bound)
    else this.#parts.tell(bound)
  }

  sendAll(): void {
    this.#sendChanges()
    this.#sendQuestions()
  }

  /** Forgets changes that were not sent. */
  drop(): void {
    this.#changes = []
  }

  #gather(asked: Bound): Promise<Rows> {
    this.#sendChanges()
    if (this.#questions.length === 0) queueMicrotask(() => this.#sendQuestions())
    return new Promise((resolve) => this.#questions.push({ ...asked, resolve }))
  }

  #sendChanges(): void {
    const changes = this.#takeChanges()
    if (changes.length > 0) this.#parts.tell(joinedChanges(changes))
  }

  #takeChanges(): readonly Bound[] {
    const changes = this.#changes
    this.#changes = []
    return changes
  }

  #sendQuestions(): void {
    const questions = this.#questions
    this.#questions = []
    const [first] = questions
    if (first === undefined) return
    if (questions.length === 1) first.resolve(this.#parts.send(first))
    else {
      const answers = this.#parts.send(joinedQuestions(questions))
      questions.forEach(({ resolve }, index) => resolve(partOf(answers, index)))
    }
  }
}

async function partOf(answers: Promise<Rows>, index: number): Promise<Rows> {
  const [row] = (await answers) as readonly Readonly<Record<string, Rows>>[]
  return row?.[`part_${String(index)}`] ?? []
}
