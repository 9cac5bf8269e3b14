import { type RestApi, faultIn } from './rest-api.ts'
import type { Kind, Tally } from './tally.ts'

/** The two sides of an import. */
export interface ImportSides {
  readonly harbor: RestApi
  readonly bellbuoy: RestApi
  readonly tally: Tally
  /** True: nothing is written. */
  readonly isDryRun: boolean
  /** Aborts when no further item is to be copied. */
  readonly signal: AbortSignal
}

export interface Copying<Item> {
  readonly kind: Kind
  readonly items: readonly Item[]
  /** For people. */
  readonly nameOf: (item: Item) => string
  /** What Bellbuoy has already; asked before and after. */
  readonly present: () => Promise<ReadonlySet<string>>
  /** The name by which `present` knows an item. */
  readonly keyOf: (item: Item) => string
  /** Where and what to post; a text says why the item cannot be taken. */
  readonly request: (item: Item) => { readonly path: string; readonly body: object } | string
  /** Called with the answer for what was created. */
  readonly created?: (item: Item, answer: unknown) => Promise<void>
}

/**
 * Creates what Bellbuoy does not have yet, one after the other, and counts both sides. What exists is left as it is, so a second
 * run changes nothing but what the first could not do.
 */
export async function copyEach<Item>(
  { bellbuoy, tally, isDryRun, signal }: ImportSides,
  { kind, items, nameOf, present, keyOf, request, created }: Copying<Item>,
): Promise<void> {
  const count = tally.counts[kind]
  const before = await present()
  for (const item of items) {
    signal.throwIfAborted()
    count.harbor++
    if (before.has(keyOf(item))) {
      count.present++
      continue
    }
    const wanted = request(item)
    if (typeof wanted === 'string') {
      tally.refuse({ kind, name: nameOf(item) }, wanted)
      continue
    }
    if (!isDryRun) {
      const answer = await bellbuoy.send('POST', wanted.path, wanted.body)
      if (answer.status !== 201) {
        tally.refuse({ kind, name: nameOf(item) }, `Bellbuoy answered ${faultIn(answer)}`)
        continue
      }
      await created?.(item, answer.body)
    }
    count.copied++
  }
  const after = isDryRun ? before : await present()
  count.bellbuoy += items.filter((item) => after.has(keyOf(item))).length
}
