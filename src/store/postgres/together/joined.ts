import { type Bound, type Statement, statement } from '../hot/session.ts'

const known = new Map<string, Statement>()

/**
 * One statement for several changes: the server binds, plans and starts it once. They see the rows as they were before all of them.
 *
 * @param returning the change whose rows it returns, behind the others; none where left out
 */
export function joinedChanges(changes: readonly Bound[], returning?: Bound): Bound {
  const all = returning === undefined ? changes : [...changes, returning]
  const rows =
    returning === undefined ? 'select 1 where false' : `select * from part_${String(changes.length)}`
  return joined(all, returning === undefined ? 'changes' : 'returning', (texts) => {
    const parts = texts.map((text, index) => `part_${String(index)} as (${text})`)
    return `with ${parts.join(',\n')}\n${rows}`
  })
}

/** One statement for several questions; the rows of each in a column of the one row that it returns: `part_0` … */
export function joinedQuestions(questions: readonly Bound[]): Bound {
  return joined(questions, 'questions', (texts) => {
    const parts = texts.map(
      (text, index) =>
        `(select coalesce(json_agg(answer), '[]') from (${text}) as answer) as part_${String(index)}`,
    )
    return `select ${parts.join(',\n')}`
  })
}

function joined(all: readonly Bound[], how: string, join: (texts: readonly string[]) => string): Bound {
  const [only] = all
  if (only !== undefined && all.length === 1) return only
  const key = [how, ...all.map(({ statement: { name } }) => name)].join(' ')
  let made = known.get(key)
  if (made === undefined) {
    made = statement(join(renumbered(all)))
    known.set(key, made)
  }
  return { statement: made, values: all.flatMap(({ values }) => values) }
}

/** Their texts, with numbers for the values of all. */
function renumbered(all: readonly Bound[]): readonly string[] {
  let count = 0
  return all.map(({ statement: { text }, values }) => {
    const before = count
    count += values.length
    return text.replace(/\$(\d+)/g, (_, number) => `$${String(before + Number(number))}`)
  })
}
