import type { PayloadFormat, PayloadInput } from '../../../src/domain/delivery/payload-format.ts'
import type { Payload } from '../../../src/domain/delivery/payload.ts'
import type { Templates } from '../../../src/domain/delivery/templates.ts'
import { renderedPayload, templateInput } from '../../../src/payloads/formats/template.ts'
import { fillTemplate } from '../../../src/payloads/template/fill-template.ts'
import { createTemplates } from '../../../src/payloads/templates.ts'

/** What a target gets in a format. A template is run here and now, so it must be one of the test's own. */
export function rendered(format: Pick<PayloadFormat, 'render'>, input: PayloadInput): Payload {
  const payload = format.render(input)
  if (payload.unrendered !== true) return payload
  const end = renderedPayload(payload, fillTemplate(templateInput(payload, input.target)))
  if (end === 'not run' || 'overBudget' in end) throw new Error('the template of a test takes too much')
  return end.payload
}

/** Runs templates where it is called, so they must be the test's own. */
export const templatesHere: Templates = createTemplates({
  fill: (input) => Promise.resolve(fillTemplate(input)),
  close: () => undefined,
})
