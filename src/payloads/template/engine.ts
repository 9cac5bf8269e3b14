import { LiquidError, type Template } from 'liquidjs'
import { JsonEmitter, OutputTooLong } from './json-emitter.ts'
import { positionOf, readJson } from './json-fault.ts'
import {
  MAX_TEMPLATE_CHARACTERS,
  type TemplateFault,
  createLiquid,
  unknownVariable,
  writeInto,
} from './liquid.ts'
import { NUMBERING_FILTER, type NumberedPlaceholders, numberPlaceholders } from './numbered-placeholders.ts'
import { Placeholder } from './placeholder.ts'

export interface Rendering {
  /** Valid JSON, compact. */
  readonly body: string
  /** The placeholders without a value: null was written for each, or nothing inside a string. */
  readonly missing: readonly string[]
}

export interface CompiledTemplate {
  readonly render: (variables: object) => Rendering | TemplateFault
}

const liquid = createLiquid()
liquid.registerFilter(NUMBERING_FILTER, (value: unknown, number: number) => new Placeholder(value, number))

/** @param variables the names that a template may use; another one is a fault */
export function compileTemplate(
  template: string,
  variables: readonly string[],
): CompiledTemplate | TemplateFault {
  if (template.length > MAX_TEMPLATE_CHARACTERS) {
    return { fault: `it is longer than ${MAX_TEMPLATE_CHARACTERS} characters`, isUnreadable: true }
  }
  try {
    const unknown = unknownVariable(liquid, liquid.parse(template), variables)
    if (unknown !== null) return unknown
    const numbered = numberPlaceholders(template)
    const templates = liquid.parse(numbered.text)
    return { render: (values) => render(templates, numbered, template, values) }
  } catch (error) {
    return { ...faultOf(error, template, template), isUnreadable: true }
  }
}

function render(
  templates: Template[],
  { text, names, originalOffset }: NumberedPlaceholders,
  template: string,
  variables: object,
): Rendering | TemplateFault {
  const emitter = new JsonEmitter()
  try {
    writeInto(emitter, liquid, templates, variables)
    const reading = readJson(emitter.buffer)
    if ('fault' in reading) return reading
    const missing = [...emitter.missing].map((number) => names[number] ?? '')
    return { body: JSON.stringify(reading.value), missing }
  } catch (error) {
    return faultOf(error, text, template, originalOffset)
  }
}

/** @param given the text that the engine was given; an error inside of an expression of a filter has another one */
function faultOf(
  error: unknown,
  given: string,
  template: string,
  originalOffset: (offset: number) => number = (offset) => offset,
): TemplateFault {
  const { message } = error as Error
  const what = message.replace(/, line:\d+, col:\d+$/, '')
  const over = isOverBudget(error) ? ({ isOverBudget: true } as const) : {}
  if (!LiquidError.is(error) || error.token.input !== given) return { fault: what, ...over }
  const { line, column } = positionOf(template, originalOffset(error.token.begin))
  return { fault: `line ${line}, column ${column}: ${what}`, ...over }
}

/** The engine says in words alone that its count of memory is used up; JavaScript has a RangeError for stack and lengths. */
function isOverBudget(error: unknown): boolean {
  const cause = LiquidError.is(error) ? (error.originalError ?? error) : error
  if (cause instanceof OutputTooLong || cause instanceof RangeError) return true
  return cause instanceof Error && cause.message.startsWith('memory alloc limit exceeded')
}
