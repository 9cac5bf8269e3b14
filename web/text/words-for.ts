/**
 * The words for a key that the API names, or undefined where the console has none: the compiler holds every language to the
 * keys that the console knows, and a newer server may name others.
 */
export function wordsFor<Words>(
  words: Readonly<Record<string, Words>>,
  key: string | number,
): Words | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined
}

/** Words for names that only the server knows and describes in English: each language has them for the names that it wants. */
export type OwnWords<Words> = Readonly<Partial<Record<string, Words>>>
