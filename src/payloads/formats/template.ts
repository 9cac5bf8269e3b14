import type { Payload } from '../../domain/delivery/payload.ts'
import type { PayloadFormat, PayloadInput, WantedFormat } from '../../domain/delivery/payload-format.ts'
import type { TemplateEnd } from '../../domain/delivery/templates.ts'
import type { EventType } from '../../domain/event/event-type.ts'
import { sampleEvent } from '../../domain/event/sample-event.ts'
import { PAYLOAD_KEYS } from '../bellbuoy/schema.ts'
import { headerText } from '../parts/header-text.ts'
import type { Rendering } from '../template/engine.ts'
import type { FilledTemplate, TemplateInput } from '../template/fill-template.ts'
import { bellbuoyFormat } from './bellbuoy.ts'

const OPTION = 'template'
const MAX_HEADER = 1000

/** What a template may name: all of our own format, and the target's attachment. */
export const TEMPLATE_VARIABLES: readonly string[] = [...PAYLOAD_KEYS, 'attachment']

/**
 * The user's own JSON, a LiquidJS template in the target's option `template`. The unrendered payload holds the event in our
 * own format: these are the variables, and it is what is sent where the template writes no JSON, with the reason in a header.
 */
export const templateFormat: PayloadFormat = {
  name: 'Template',
  about:
    "Your own JSON: the target option `template` is a [LiquidJS](https://liquidjs.com) template whose variables are the keys of the format `Bellbuoy`, and `attachment`, the target's attachment (parsed, where it is JSON).",
  sharedBy: 'target',
  neededOption: OPTION,
  isTemplate: true,
  render: (input) => ({ ...bellbuoyFormat.render(input), unrendered: true }),
}

/** What has to be run to render a payload for a target, whose template and attachment count as they are now. */
export function templateInput(
  { body }: Pick<Payload, 'body'>,
  { options, attachment }: Pick<PayloadInput['target'], 'options' | 'attachment'>,
): TemplateInput {
  const template = options[OPTION]
  return {
    template: typeof template === 'string' ? template : '',
    variables: body,
    attachment,
    names: TEMPLATE_VARIABLES,
  }
}

/** What a template made of an unrendered payload. */
export function renderedPayload({ contentType, body }: Payload, filled: FilledTemplate): TemplateEnd {
  if (!('fault' in filled)) return { payload: { contentType, ...missingOf(filled), body: filled.body } }
  const { fault, isOverBudget } = filled
  if (isOverBudget === true) return { overBudget: fault }
  const headers = { 'x-bellbuoy-template-error': shortHeader(fault) }
  const warnings = [`the template cannot be used, so the payload is that of ${bellbuoyFormat.name}: ${fault}`]
  return { payload: { contentType, headers, body, warnings } }
}

/** The header stays on the record of each attempt; the warnings are for the author of the template. */
function missingOf({ missing }: Rendering): Pick<Payload, 'headers' | 'warnings'> {
  if (missing.length === 0) return {}
  return {
    headers: { 'x-bellbuoy-template-missing': shortHeader(missing.join(', ')) },
    warnings: missing.map((placeholder) => `${placeholder} has no value in this event`),
  }
}

function shortHeader(text: string): string {
  const short = text.length > MAX_HEADER ? `${text.slice(0, MAX_HEADER)}…` : text
  return headerText(short).replaceAll('%20', ' ')
}

const SAMPLE = { project: 'library', nowMs: Date.UTC(2026, 0, 1) }

/** The payload of a sample event, for a template that is about to be saved. */
export function samplePayload(type: EventType, { attachment, options }: WantedFormat['target']): Payload {
  return templateFormat.render({
    event: sampleEvent(type, SAMPLE),
    project: { name: SAMPLE.project, isPublic: false },
    repositoryCreatedAtMs: SAMPLE.nowMs,
    sequence: 1,
    policy: { id: 1, projectId: 1, name: 'sample' },
    target: { id: 1, attachment, options },
  })
}
