import type { Templates } from '../domain/delivery/templates.ts'
import { BellbuoyError } from '../domain/errors.ts'
import { renderedPayload, samplePayload, templateInput } from './formats/template.ts'
import type { FilledTemplate, TemplateInput } from './template/fill-template.ts'

/** Fills a template where it can be ended; null when the program ends first, or the template has waited too long for its turn. */
export type FillTemplate = (input: TemplateInput, owner: string) => Promise<FilledTemplate | null>

export interface TemplatesParts {
  readonly fill: FillTemplate
  readonly close: () => void
}

/** Renders payloads and checks templates by a way to fill templates. */
export function createTemplates({ fill, close }: TemplatesParts): Templates {
  return {
    close,
    async render(payload, target, owner) {
      const filled = await fill(templateInput(payload, target), owner)
      return filled === null ? 'not run' : renderedPayload(payload, filled)
    },
    async faultOf({ eventTypes, target }, owner) {
      const { template } = templateInput({ body: '{}' }, target)
      if (template === '') return 'the target option template is missing: the format Template needs it'
      for (const type of eventTypes) {
        const filled = await fill(templateInput(samplePayload(type, target), target), owner)
        if (filled === null) throw new BellbuoyError('UNAVAILABLE', 'the program ends')
        if (!('fault' in filled)) continue
        const where = filled.isUnreadable === true ? '' : ` for ${type}`
        return `the template cannot be used${where}: ${filled.fault}`
      }
      return null
    },
  }
}
