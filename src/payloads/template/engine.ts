import { Context, Liquid, LiquidError, type Template, toValueSync } from 'liquidjs'
import { JsonEmitter, OutputTooLong } from './json-emitter.ts'
import { positionOf, readJson } from './json-fault.ts'
import { NUMBERING_FILTER, type NumberedPlaceholders, numberPlaceholders } from './numbered-placeholders.ts'
import { JsonText, Placeholder } from './placeholder.ts'

export const MAX_TEMPLATE_CHARACTERS = 64 * 1024
/** What the engine counts: characters of texts and entries of lists that it creates. */
const MAX_RENDER_MEMORY = 2_000_000

/** Why nothing can be written, in words for the template's owner, with line and column where they are known. */
export interface TemplateFault {
  readonly fault: string
  /** That it takes too much, and may take less for another event. */
  readonly isOverBudget?: true
  /** That the template cannot be read, whatever the event. */
  readonly isUnreadable?: true
}

export interface Rendering {
  /** Valid JSON, compact. */
  readonly body: string
  /** The placeholders without a value: null was written for each, or nothing inside a string. */
  readonly missing: readonly string[]
}

export interface CompiledTemplate {
  readonly render: (variables: object) => Rendering | TemplateFault
}

/** Reads files: there are none for templates. */
const FILE_TAGS = ['include', 'render', 'layout', 'block']

/** LiquidJS with nothing in its reach but the variables. */
function createEngine(): Liquid {
  const engine = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: MAX_TEMPLATE_CHARACTERS * 4,
    memoryLimit: MAX_RENDER_MEMORY,
    outputEscape: (value: unknown) =>
      (value instanceof Placeholder ? value : new Placeholder(value, null)) as unknown as string,
  })
  for (const tag of FILE_TAGS) Reflect.deleteProperty(engine.tags, tag)
  engine.registerFilter(NUMBERING_FILTER, (value: unknown, number: number) => new Placeholder(value, number))
  engine.registerFilter('json', (value: unknown) => new JsonText(value))
  return engine
}

const liquid = createEngine()

/** @param variables the names that a template may use; another one is a fault */
export function compileTemplate(
  template: string,
  variables: readonly string[],
): CompiledTemplate | TemplateFault {
  if (template.length > MAX_TEMPLATE_CHARACTERS) {
    return { fault: `it is longer than ${MAX_TEMPLATE_CHARACTERS} characters`, isUnreadable: true }
  }
  try {
    const unknown = unknownVariable(liquid.parse(template), variables)
    if (unknown !== null) return unknown
    const numbered = numberPlaceholders(template)
    const templates = liquid.parse(numbered.text)
    return { render: (values) => render(templates, numbered, template, values) }
  } catch (error) {
    return { ...faultOf(error, template, template), isUnreadable: true }
  }
}

function unknownVariable(templates: Template[], variables: readonly string[]): TemplateFault | null {
  for (const [name, [place]] of Object.entries(liquid.analyzeSync(templates).globals)) {
    if (variables.includes(name) || place === undefined) continue
    const { row, col } = place.location
    const fault = `line ${row}, column ${col}: there is no ${name}; there are ${variables.join(', ')}`
    return { fault, isUnreadable: true }
  }
  return null
}

function render(
  templates: Template[],
  { text, names, originalOffset }: NumberedPlaceholders,
  template: string,
  variables: object,
): Rendering | TemplateFault {
  const emitter = new JsonEmitter()
  try {
    const context = new Context({ ...variables }, liquid.options, { sync: true }, { liquid })
    toValueSync(liquid.renderer.renderTemplates(templates, context, emitter))
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
