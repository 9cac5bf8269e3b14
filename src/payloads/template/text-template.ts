import type { Emitter } from 'liquidjs'
import { messageOf } from '../../domain/errors.ts'
import { MAX_OUTPUT_CHARACTERS, OutputTooLong } from './json-emitter.ts'
import {
  MAX_TEMPLATE_CHARACTERS,
  type TemplateFault,
  createLiquid,
  unknownVariable,
  writeInto,
} from './liquid.ts'
import { Placeholder } from './placeholder.ts'

/** A template of one line of text, such as a URL or the value of a header. */
export interface TextTemplate {
  /** @param escape what becomes of each value that is written; the template's own text stays as it is */
  readonly render: (
    variables: object,
    escape: (value: string) => string,
  ) => { readonly text: string } | TemplateFault
}

const liquid = createLiquid()
// It would write a value as it is.
Reflect.deleteProperty(liquid.filters, 'raw')

/** @param variables the names that a template may use; another one is a fault */
export function compileText(template: string, variables: readonly string[]): TextTemplate | TemplateFault {
  if (template.length > MAX_TEMPLATE_CHARACTERS) {
    return { fault: `it is longer than ${MAX_TEMPLATE_CHARACTERS} characters`, isUnreadable: true }
  }
  try {
    const templates = liquid.parse(template)
    const unknown = unknownVariable(liquid, templates, variables)
    if (unknown !== null) return unknown
    return {
      render(values, escape) {
        const emitter = new TextEmitter(escape)
        try {
          writeInto(emitter, liquid, templates, values)
          return { text: emitter.buffer }
        } catch (error) {
          return { fault: withoutPlace(error) }
        }
      },
    }
  } catch (error) {
    return { fault: withoutPlace(error), isUnreadable: true }
  }
}

class TextEmitter implements Emitter {
  buffer = ''
  readonly #escape: (value: string) => string

  constructor(escape: (value: string) => string) {
    this.#escape = escape
  }

  write(part: unknown): void {
    this.buffer += part instanceof Placeholder ? this.#escape(part.toString()) : String(part)
    if (this.buffer.length > MAX_OUTPUT_CHARACTERS) {
      throw new OutputTooLong(`it writes more than ${MAX_OUTPUT_CHARACTERS} characters`)
    }
  }
}

/** On one line, the engine's line and column tell nothing. */
function withoutPlace(error: unknown): string {
  return messageOf(error).replace(/, line:\d+, col:\d+$/, '')
}
