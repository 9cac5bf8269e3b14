import { compileTemplate } from '../../../payloads/template/engine.ts'
import type { TemplateFault } from '../../../payloads/template/liquid.ts'
import { compileText } from '../../../payloads/template/text-template.ts'
import { CALL_VARIABLES } from './call-variables.ts'

/** A template of a call's body. */
export interface BodyTemplate {
  readonly contentType: string
  readonly render: (variables: object) => { readonly text: string } | TemplateFault
}

const JSON_TYPE = 'application/json'

/** How values stand in bodies that are no JSON. */
const ESCAPES: Readonly<Record<string, (value: string) => string>> = {
  'application/x-www-form-urlencoded': (value) => encodeURIComponent(value.toWellFormed()),
  // A fact is part of its line, and begins no other.
  'text/plain': (value) => value.toWellFormed().replaceAll(/\p{Cc}/gu, ' '),
}

/** @param headers of the call, with names in small letters; without a content type of its own, the body is JSON */
export function compileBody(
  template: string,
  { 'content-type': contentType = JSON_TYPE }: Readonly<Record<string, string>>,
): BodyTemplate | TemplateFault {
  const escape = ESCAPES[(contentType.split(';', 1)[0] ?? '').trim().toLowerCase()]
  if (escape === undefined) return compileJson(template, contentType)
  const compiled = compileText(template, CALL_VARIABLES)
  if ('fault' in compiled) return compiled
  return { contentType, render: (variables) => compiled.render(variables, escape) }
}

function compileJson(template: string, contentType: string): BodyTemplate | TemplateFault {
  const compiled = compileTemplate(template, CALL_VARIABLES)
  if ('fault' in compiled) return compiled
  const render = (variables: object): { readonly text: string } | TemplateFault => {
    const rendered = compiled.render(variables)
    return 'fault' in rendered ? rendered : { text: rendered.body }
  }
  return { contentType, render }
}
