/** Texts of the server in another language, by their English pattern: `{}` stands for what varies, `{1}` for the first of it. */
export type ServerTexts = Readonly<Record<string, string>>

interface Pattern {
  readonly matches: RegExp
  readonly translation: string
}

const compiled = new WeakMap<ServerTexts, readonly Pattern[]>()

/** A text of the server in the language of the catalogue; as it is where the catalogue has no pattern of it. */
export function translated(text: string, texts: ServerTexts): string {
  for (const { matches, translation } of patternsOf(texts)) {
    const found = matches.exec(text)
    // What varies may be a text of the server itself.
    if (found !== null)
      return translation.replaceAll(/\{(\d)\}/g, (_, n: string) => translated(found[Number(n)] ?? '', texts))
  }
  return text
}

/** Those with the most fixed text come first. */
function patternsOf(texts: ServerTexts): readonly Pattern[] {
  const known = compiled.get(texts)
  if (known !== undefined) return known
  const patterns = Object.entries(texts)
    .toSorted(([one], [other]) => other.length - one.length)
    .map(([pattern, translation]) => ({ matches: expressionOf(pattern), translation }))
  compiled.set(texts, patterns)
  return patterns
}

function expressionOf(pattern: string): RegExp {
  const fixed = pattern.split('{}').map((part) => part.replaceAll(/[.*+?^$()[\]{}|\\/]/g, String.raw`\$&`))
  return new RegExp(`^${fixed.join('(.+?)')}$`, 's')
}
