import { TokenKind, Tokenizer } from 'liquidjs'

/** The filter that says which placeholder a value comes from. */
export const NUMBERING_FILTER = 'placeholder_number'

export interface NumberedPlaceholders {
  /** The template, each placeholder of it with the numbering filter and its number behind what it says itself. */
  readonly text: string
  /** What each placeholder says, by number. */
  readonly names: readonly string[]
  /** Where in the template as it was given an offset of `text` lies. */
  readonly originalOffset: (offset: number) => number
}

/** The engine does not tell a filter its position, so each placeholder gets its number. */
export function numberPlaceholders(template: string): NumberedPlaceholders {
  const names: string[] = []
  const additions: { readonly at: number; readonly length: number }[] = []
  let text = ''
  let taken = 0
  for (const token of new Tokenizer(template).readTopLevelTokens()) {
    if (token.kind !== TokenKind.Output) continue
    const [begin, end] = (token as OutputToken).contentRange
    if (begin === end) continue
    const addition = ` | ${NUMBERING_FILTER}: ${names.length}`
    additions.push({ at: text.length + end - taken, length: addition.length })
    text += template.slice(taken, end) + addition
    taken = end
    names.push(template.slice(begin, end))
  }
  const originalOffset = (offset: number): number =>
    additions.reduce((left, { at, length }) => (offset > at ? left - length : left), offset)
  return { text: text + template.slice(taken), names, originalOffset }
}

/** What the engine's token for a placeholder is. */
interface OutputToken {
  readonly contentRange: readonly [number, number]
}
