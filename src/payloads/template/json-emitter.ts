import type { Emitter } from 'liquidjs'
import { Placeholder } from './placeholder.ts'

/** How long what a template writes may be. */
export const MAX_OUTPUT_CHARACTERS = 256 * 1024

/** What a template writes is longer than a body may be. */
export class OutputTooLong extends Error {}

/**
 * Gathers what a template writes. It knows whether that has come to the inside of a JSON string, and writes the values of
 * placeholders accordingly.
 */
export class JsonEmitter implements Emitter {
  buffer = ''
  /** The numbers of the placeholders that had no value. */
  readonly missing = new Set<number>()
  #inString = false
  #afterBackslash = false

  write(part: unknown): void {
    if (part instanceof Placeholder) {
      if (part.isMissing && part.number !== null) this.missing.add(part.number)
      this.#append(this.#inString ? part.asText() : part.asJson())
      this.#afterBackslash = false
      return
    }
    const text = String(part)
    for (const character of text) this.#pass(character)
    this.#append(text)
  }

  #pass(character: string): void {
    const isEscaped = this.#afterBackslash
    this.#afterBackslash = this.#inString && !isEscaped && character === '\\'
    if (character === '"' && !isEscaped) this.#inString = !this.#inString
  }

  #append(text: string): void {
    if (this.buffer.length + text.length > MAX_OUTPUT_CHARACTERS) {
      throw new OutputTooLong(`it writes more than ${MAX_OUTPUT_CHARACTERS} characters`)
    }
    this.buffer += text
  }
}
