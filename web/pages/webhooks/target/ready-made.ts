import type { ReadyMadeTemplateResponse } from '../../../../src/contract/webhooks/payload-catalogue.ts'
import type { TargetForm } from '../policy-form.ts'

/** The template of a target in the form. */
export function templateOf({ options }: Pick<TargetForm, 'options'>): string {
  const template = options['template']
  return typeof template === 'string' ? template : ''
}

/** Whether a target has a template that the user wrote and that must not be replaced without asking. */
export function isOwnTemplate(
  target: Pick<TargetForm, 'options'>,
  readyMade: readonly ReadyMadeTemplateResponse[],
): boolean {
  const template = templateOf(target)
  return template.trim() !== '' && readyMade.every((one) => one.template !== template)
}

/**
 * A target with a ready-made template instead of its own. It fills in what the receiver needs besides, where nothing was typed
 * yet: address, attachment and the headers that are the same for everyone.
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

/** A placeholder that the user replaces, such as `OWNER` or `TOKEN`. */
const PLACEHOLDER = /\b[A-Z]{3,}(?:_[A-Z]+)*\b/

/** The headers that are the same for everyone, without the content type, which Bellbuoy sets itself. */
function fixedHeaders({ headers }: ReadyMadeTemplateResponse): Readonly<Record<string, string>> {
  const fixed = Object.entries(headers).filter(([, value]) => !PLACEHOLDER.test(value))
  return Object.fromEntries(fixed.filter(([name]) => name.toLowerCase() !== 'content-type'))
}

/** The `Authorization` header that the receiver needs, with its placeholder; null when it needs none. */
export function wantedLogin({ headers }: ReadyMadeTemplateResponse): string | null {
  return headers['Authorization'] ?? null
}
