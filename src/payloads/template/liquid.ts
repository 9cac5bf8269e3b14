import { Context, Liquid, type Emitter, type Template, toValueSync } from 'liquidjs'
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

/** Reads files: there are none for templates. */
const FILE_TAGS = ['include', 'render', 'layout', 'block']

/** LiquidJS with nothing in its reach but the variables. It hands each value that is written to the emitter as a `Placeholder`. */
export function createLiquid(): Liquid {
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
  engine.registerFilter('json', (value: unknown) => new JsonText(value))
  return engine
}

/** The fault of a template that names a variable which there is not; null without one. */
export function unknownVariable(
  liquid: Liquid,
  templates: Template[],
  variables: readonly string[],
): TemplateFault | null {
  for (const [name, [place]] of Object.entries(liquid.analyzeSync(templates).globals)) {
    if (variables.includes(name) || place === undefined) continue
    const { row, col } = place.location
    const fault = `line ${row}, column ${col}: there is no ${name}; there are ${variables.join(', ')}`
    return { fault, isUnreadable: true }
  }
  return null
}

/** Has a template write into an emitter. @throws Error of the engine, or of the emitter */
export function writeInto(emitter: Emitter, liquid: Liquid, templates: Template[], variables: object): void {
  const context = new Context({ ...variables }, liquid.options, { sync: true }, { liquid })
  toValueSync(liquid.renderer.renderTemplates(templates, context, emitter))
}
