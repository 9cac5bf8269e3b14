import { confirm } from './confirm.ts'
import { figure } from './counted.ts'
import { type Round, type Tally, inRounds } from './in-rounds.ts'
import type { Output } from './output.ts'
import type { Remote } from './run-remote.ts'
import { wrapped } from './wrap.ts'

/** What an action on many things is called. */
export interface ManyWords {
  /** `1 delivery`, `2 deliveries` */
  readonly counted: (count: number) => string
  /** What it does to them: `send 3 deliveries again` */
  readonly toDo: (counted: string) => string
  /** What has been done: `3 deliveries sent again` */
  readonly isDone: (counted: string) => string
  /** Said instead of a question where there are none. */
  readonly none: string
}

export interface ManyOptions {
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/**
 * Counts what an action would take, asks, and acts, as many calls as that needs. Ctrl+C and failures end it between two calls, and it says how
 * far it came.
 *
 * @param call counts, or acts on the next ones
 */
export async function actOnMany<Cursor>(
  { output, signal }: Pick<Remote, 'output' | 'signal'>,
  call: (isDryRun: boolean, cursor: Cursor | null) => Promise<Round<Cursor>>,
  words: ManyWords,
  { yes = false, dryRun = false }: ManyOptions,
): Promise<void> {
  const found = await inRounds((cursor: Cursor | null) => call(true, cursor), {
    signal,
    meanwhile: ({ matched }) => `counting: ${words.counted(matched)}`,
    soFar: () => 'nothing was changed',
  })
  const counted = (found.isFloor ? 'at least ' : '') + words.counted(found.matched)
  if (dryRun || found.matched === 0) {
    const says = found.matched === 0 ? words.none : `This would ${words.toDo(counted)}.`
    report(output, { ...found, dry_run: dryRun }, [says, ...remarks(found, words)])
    return
  }
  await confirm(words.toDo(counted), { yes })
  const total = found.isFloor ? '' : ` of ${figure(found.matched)}`
  const tally = await inRounds((cursor: Cursor | null) => call(false, cursor), {
    signal,
    meanwhile: ({ done }) => `${figure(done)}${total} done; Ctrl+C stops after the current call`,
    soFar({ done }) {
      const part = found.isFloor ? words.counted(done) : `${figure(done)} of ${counted}`
      return `${words.isDone(part)}; run the same command again for the rest`
    },
  })
  const says = `${words.isDone(words.counted(tally.done))}.`
  report(output, { ...tally, dry_run: false }, [says, ...remarks(tally, words)])
}

function report(output: Output, tally: Tally & { readonly dry_run: boolean }, says: readonly string[]): void {
  const { matched, done, left, incomplete, dry_run } = tally
  output.one(
    { matched, done, left, dry_run, ...(incomplete !== null && { incomplete }) },
    () => String(dry_run ? matched : done),
    () => says.map((sentence) => wrapped(sentence)).join('\n'),
  )
}

function remarks({ left, incomplete }: Tally, words: ManyWords): readonly string[] {
  const alone = left.map(({ reason, count }) => `Skipped ${words.counted(count)}: ${reason}.`)
  return incomplete === null ? alone : [...alone, incomplete]
}
