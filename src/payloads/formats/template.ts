import type { Payload } from '../../domain/delivery/payload.ts'
import type { PayloadFormat, PayloadInput, WantedFormat } from '../../domain/delivery/payload-format.ts'
import { sampleEvent } from '../../domain/event/sample-event.ts'
import { bellbuoyFormat } from './bellbuoy.ts'
import { bellbuoyPayload } from '../bellbuoy/payload.ts'
import { PAYLOAD_KEYS } from '../bellbuoy/schema.ts'
import { headerText } from '../parts/header-text.ts'
import {
  type CompiledTemplate,
  type Rendering,
  type TemplateFault,
  compileTemplate,
} from '../template/engine.ts'

const OPTION = 'template'
const MAX_KEPT = 500
const MAX_HEADER = 1000

/** What a template may name: all of our own format, and the target's attachment. */
export const TEMPLATE_VARIABLES: readonly string[] = [...PAYLOAD_KEYS, 'attachment']

/**
 * The user's own JSON, a LiquidJS template in the target's option `template`. What cannot be written is not lost: it is sent
 * in our own format, with the reason in a header.
 */
export const templateFormat: PayloadFormat = {
  name: 'Template',
  about:
    "Your own JSON: the target option `template` is a [LiquidJS](https://liquidjs.com) template whose variables are the keys of the format `Bellbuoy`, and `attachment`, the target's attachment (parsed, where it is JSON).",
  sharedBy: 'target',
  neededOption: OPTION,
  render(input) {
    const compiled = compiledOf(templateOf(input.target))
    const rendering = 'fault' in compiled ? compiled : compiled.render(variablesOf(input))
    if ('fault' in rendering) return unwritten(input, rendering)
    return { contentType: 'application/json', ...missingOf(rendering), body: rendering.body }
  },
  faultOf({ eventTypes, target }) {
    const template = templateOf(target)
    if (template === '') return `the target option ${OPTION} is missing: the format Template needs it`
    const compiled = compiledOf(template)
    if ('fault' in compiled) return `the template cannot be used: ${compiled.fault}`
    for (const type of eventTypes) {
      const rendering = compiled.render(variablesOf({ ...sampleInput(target), event: sample(type) }))
      if ('fault' in rendering) return `the template cannot be used for ${type}: ${rendering.fault}`
    }
    return null
  },
}

function templateOf({ options }: Pick<PayloadInput['target'], 'options'>): string {
  const template = options[OPTION]
  return typeof template === 'string' ? template : ''
}

const compiledTemplates = new Map<string, CompiledTemplate | TemplateFault>()

/** Compiling costs more than rendering, and a target's template seldom changes. */
function compiledOf(template: string): CompiledTemplate | TemplateFault {
  const known = compiledTemplates.get(template)
  if (known !== undefined) return known
  if (compiledTemplates.size >= MAX_KEPT) compiledTemplates.clear()
  const compiled = compileTemplate(template, TEMPLATE_VARIABLES)
  compiledTemplates.set(template, compiled)
  return compiled
}

function variablesOf(input: PayloadInput): object {
  return { ...bellbuoyPayload(input), attachment: attachmentOf(input.target) }
}

function attachmentOf({ attachment }: Pick<PayloadInput['target'], 'attachment'>): unknown {
  try {
    return JSON.parse(attachment) as unknown
  } catch {
    return attachment
  }
}

/** The header stays on the record of each attempt; the warnings are for the author of the template. */
function missingOf({ missing }: Rendering): Pick<Payload, 'headers' | 'warnings'> {
  if (missing.length === 0) return {}
  return {
    headers: { 'x-bellbuoy-template-missing': shortHeader(missing.join(', ')) },
    warnings: missing.map((placeholder) => `${placeholder} has no value in this event`),
  }
}

function unwritten(input: PayloadInput, { fault }: TemplateFault): Payload {
  return {
    ...bellbuoyFormat.render(input),
    headers: { 'x-bellbuoy-template-error': shortHeader(fault) },
    warnings: [`the template cannot be used, so the payload is that of ${bellbuoyFormat.name}: ${fault}`],
  }
}

function shortHeader(text: string): string {
  const short = text.length > MAX_HEADER ? `${text.slice(0, MAX_HEADER)}…` : text
  return headerText(short).replaceAll('%20', ' ')
}

const SAMPLE = { project: 'library', nowMs: Date.UTC(2026, 0, 1) }

function sample(type: WantedFormat['eventTypes'][number]): PayloadInput['event'] {
  return sampleEvent(type, SAMPLE)
}

function sampleInput({ attachment, options }: WantedFormat['target']): Omit<PayloadInput, 'event'> {
  return {
    project: { name: SAMPLE.project, isPublic: false },
    repositoryCreatedAtMs: SAMPLE.nowMs,
    sequence: 1,
    policy: { id: 1, projectId: 1, name: 'sample' },
    target: { id: 1, attachment, options },
  }
}
