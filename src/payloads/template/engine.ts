import { Context, Liquid, LiquidError, type Template, toValueSync } from 'liquidjs'
import { JsonEmitter } from './json-emitter.ts'
import { positionOf, readJson } from './json-fault.ts'
import { NUMBERING_FILTER, type NumberedPlaceholders, numberPlaceholders } from './numbered-placeholders.ts'
import { JsonText, Placeholder } from './placeholder.ts'

export const MAX_TEMPLATE_CHARACTERS = 64 * 1024
/** How long a rendering may take. It holds up everything else, so it is short. */
const MAX_RENDER_MS = 100
/** What the engine counts: characters of texts and entries of lists that it creates. */
const MAX_RENDER_MEMORY = 2_000_000

/** Why nothing can be written, in words for the template's owner, with line and column where they are known. */
export interface TemplateFault {
  readonly fault: string
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
    renderLimit: MAX_RENDER_MS,
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
    return { fault: `it is longer than ${MAX_TEMPLATE_CHARACTERS} characters` }
  }
  try {
    const unknown = unknownVariable(liquid.parse(template), variables)
    if (unknown !== null) return unknown
    const numbered = numberPlaceholders(template)
    const templates = liquid.parse(numbered.text)
    return { render: (values) => render(templates, numbered, template, values) }
  } catch (error) {
    return faultOf(error, template, template)
  }
}

function unknownVariable(templates: Template[], variables: readonly string[]): TemplateFault | null {
  for (const [name, [place]] of Object.entries(liquid.analyzeSync(templates).globals)) {
    if (variables.includes(name) || place === undefined) continue
    const { row, col } = place.location
    return { fault: `line ${row}, column ${col}: there is no ${name}; there are ${variables.join(', ')}` }
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
  } catch (error) {
    return faultOf(error, text, template, originalOffset)
  }
  const reading = readJson(emitter.buffer)
  return 'fault' in reading
    ? reading
    : {
        body: JSON.stringify(reading.value),
        missing: [...emitter.missing].map((number) => names[number] ?? ''),
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
  if (!LiquidError.is(error) || error.token.input !== given) return { fault: what }
  const { line, column } = positionOf(template, originalOffset(error.token.begin))
  return { fault: `line ${line}, column ${column}: ${what}` }
}
