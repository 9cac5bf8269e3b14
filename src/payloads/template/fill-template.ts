import { type CompiledTemplate, type Rendering, compileTemplate } from './engine.ts'
import type { TemplateFault } from './liquid.ts'

/** A template and all that its placeholders may stand for. */
export interface TemplateInput {
  readonly template: string
  /** JSON of an object: a variable for each of its keys. */
  readonly variables: string
  /** The variable `attachment`; parsed where it is JSON. */
  readonly attachment: string
  /** The names that a template may use; another one is a fault. */
  readonly names: readonly string[]
}

export type FilledTemplate = Rendering | TemplateFault

/** Fills a template. It may take any time and memory: call it only where it can be ended from outside. */
export function fillTemplate({ template, variables, attachment, names }: TemplateInput): FilledTemplate {
  const compiled = compiledOf(template, names)
  if ('fault' in compiled) return compiled
  return compiled.render({ ...(JSON.parse(variables) as object), attachment: jsonOrText(attachment) })
}

/** Characters of the templates that are kept compiled: a compiled one takes many times its length. */
const MAX_KEPT_CHARACTERS = 256 * 1024
const compiledTemplates = new Map<string, CompiledTemplate | TemplateFault>()
let keptCharacters = 0

/** Compiling costs more than rendering, and a target's template seldom changes. */
function compiledOf(template: string, names: readonly string[]): CompiledTemplate | TemplateFault {
  const known = compiledTemplates.get(template)
  if (known !== undefined) return known
  const compiled = compileTemplate(template, names)
  keptCharacters += template.length
  if (keptCharacters > MAX_KEPT_CHARACTERS) {
    compiledTemplates.clear()
    keptCharacters = template.length
  }
  compiledTemplates.set(template, compiled)
  return compiled
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
