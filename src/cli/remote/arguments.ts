import { InvalidArgumentError } from 'commander'

/** Reads the number of a thing, as commands and lists print it. @throws InvalidArgumentError for anything else */
export function numberGiven(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Give a number such as 12.')
  return Number(text)
}

/** The same for an argument that comes several times. */
export function numbersGiven(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, numberGiven(text)]
}

/**
 * Reads a value that must say something: in a script, an option with an empty variable would otherwise count as none, and a filter would
 * match everything.
 *
 * @throws InvalidArgumentError for an empty text
 */
export function textGiven(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.')
  return text
}

/** The same for an option that takes several. */
export function textsGiven(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, textGiven(text)]
}
