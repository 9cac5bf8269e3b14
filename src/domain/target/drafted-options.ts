import { BellbuoyError } from '../errors.ts'
import type { TargetDraft } from './target.ts'
import { type TargetOptions, joinOptions, splitOptions } from '../options.ts'
import type { TargetRules } from './target-rules.ts'

/**
 * The options of a draft as they would be stored: with every secret in clear, those that are kept included.
 *
 * @param stored the secrets among the options of the target that it replaces
 * @throws BellbuoyError `BAD_REQUEST` when they make no sense
 */
export function draftedOptions(draft: TargetDraft, stored: TargetOptions): TargetOptions {
  const { open, secret } = splitOptions(draft.options, draft.rules.optionsSchema, stored)
  return completeOptions(draft.type, draft.rules, joinOptions(open, secret))
}

/**
 * Options with what follows from them added.
 *
 * @param options with every secret in clear
 * @throws BellbuoyError `BAD_REQUEST` when they make no sense
 */
export function completeOptions(type: string, rules: TargetRules, options: TargetOptions): TargetOptions {
  const reading = rules.readOptions(options)
  if ('options' in reading) return reading.options
  throw new BellbuoyError('BAD_REQUEST', `options of a target of type ${type}: ${reading.fault}`)
}
