import type { TemplateFault } from '../../../payloads/template/liquid.ts'
import { type TextTemplate, compileText } from '../../../payloads/template/text-template.ts'
import type { CallAction } from '../rule.ts'
import { type BodyTemplate, compileBody } from './body-template.ts'
import { CALL_VARIABLES } from './call-variables.ts'

/** The templates of a call. Those of rules that were read have no fault. */
export interface CompiledCall {
  readonly url: TextTemplate | TemplateFault
  readonly headers: readonly (readonly [name: string, template: TextTemplate | TemplateFault])[]
  /** Null without a template. */
  readonly body: BodyTemplate | TemplateFault | null
}

/** Compiling takes longer than rendering, and a rule makes many calls. */
const compiledCalls = new WeakMap<CallAction, CompiledCall>()

export function compiledCall(action: CallAction): CompiledCall {
  const known = compiledCalls.get(action)
  if (known !== undefined) return known
  const { url, headers, bodyTemplate } = action
  const compiled: CompiledCall = {
    url: compileText(url, CALL_VARIABLES),
    headers: Object.entries(headers).map(([name, text]) => [name, compileText(text, CALL_VARIABLES)]),
    body: bodyTemplate === undefined ? null : compileBody(bodyTemplate, headers),
  }
  compiledCalls.set(action, compiled)
  return compiled
}
