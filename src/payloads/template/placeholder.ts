/** The value of one placeholder on its way into the JSON that a template writes. */
export class Placeholder {
  readonly #value: unknown
  /** Its number among those of the template, or null when unknown. */
  readonly number: number | null

  constructor(value: unknown, number: number | null) {
    this.#value = value
    this.number = number
  }

  /** Whether there is no value: it is unknown, or nothing has this name. */
  get isMissing(): boolean {
    return this.#value === undefined || this.#value === null
  }

  /** As it is written outside a string. */
  asJson(): string {
    return this.#value instanceof JsonText ? this.#value.toString() : jsonOf(this.#value)
  }

  /** As it is written inside a string. */
  asText(): string {
    return JSON.stringify(this.toString()).slice(1, -1)
  }

  /** As the engine writes it where no JSON is being written, for example into a variable. */
  toString(): string {
    const value = this.#value
    if (value === undefined || value === null) return ''
    return typeof value === 'string' ? value : value instanceof JsonText ? value.toString() : jsonOf(value)
  }
}

/** What the filter `json` has already written. */
export class JsonText {
  readonly #text: string

  constructor(value: unknown) {
    this.#text = jsonOf(value)
  }

  toString(): string {
    return this.#text
  }
}

function jsonOf(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined
  return text ?? 'null'
}
