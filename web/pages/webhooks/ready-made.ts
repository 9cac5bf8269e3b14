import type { ReadyMadeTemplateResponse } from '../../../src/contract/webhooks/payload-catalogue.ts'
import type { TargetForm } from './policy-form.ts'

/** The template of a target as it stands in the form. */
export function templateOf({ options }: Pick<TargetForm, 'options'>): string {
  const template = options['template']
  return typeof template === 'string' ? template : ''
}

/** Whether a target holds a template that someone wrote, which is not to be lost unasked. */
export function isOwnTemplate(
  target: Pick<TargetForm, 'options'>,
  readyMade: readonly ReadyMadeTemplateResponse[],
): boolean {
  const template = templateOf(target)
  return template.trim() !== '' && readyMade.every((one) => one.template !== template)
}

/**
 * A target with a ready-made template in place of its own, and with what else the receiver wants where nothing was typed yet:
 * address, attachment and those headers that are the same for everyone.
 */
export function withReadyMade(target: TargetForm, readyMade: ReadyMadeTemplateResponse): TargetForm {
  const headers = { ...fixedHeaders(readyMade), ...(target.options['headers'] as object | undefined) }
  return {
    ...target,
    address: target.address === '' ? readyMade.address : target.address,
    attachment: target.attachment === '' ? readyMade.attachment : target.attachment,
    options: {
      ...target.options,
      template: readyMade.template,
      ...(Object.keys(headers).length > 0 && { headers }),
    },
  }
}

/** What the owner of a target has to put in, as `OWNER` or `TOKEN`. */
const PLACEHOLDER = /\b[A-Z]{3,}(?:_[A-Z]+)*\b/

/** Headers that are the same for everyone; Bellbuoy itself says what it sends. */
function fixedHeaders({ headers }: ReadyMadeTemplateResponse): Readonly<Record<string, string>> {
  const fixed = Object.entries(headers).filter(([, value]) => !PLACEHOLDER.test(value))
  return Object.fromEntries(fixed.filter(([name]) => name.toLowerCase() !== 'content-type'))
}

/** The value of the `Authorization` header that the receiver wants, with its placeholder; null when it wants none. */
export function wantedLogin({ headers }: ReadyMadeTemplateResponse): string | null {
  return headers['Authorization'] ?? null
}
