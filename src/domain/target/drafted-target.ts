import { draftedOptions } from './drafted-options.ts'
import type { TargetDraft, TargetWithSecrets } from './target.ts'
import { assertSecretsStay } from './target-pairing.ts'
import { hasLogin, splitOptions } from '../options.ts'

/**
 * A target as it would be if a draft were stored.
 *
 * @param stored the target that the draft would replace: its secrets stand in for those left out, at the same host only
 * @throws BellbuoyError `BAD_REQUEST` when a stored secret would go to another host, or the options make no sense
 */
export function draftedTarget(draft: TargetDraft, stored: TargetWithSecrets | null): TargetWithSecrets {
  assertSecretsStay({ draft, stored })
  const { rules, dropsAuthHeader: _dropsHeader, dropsSecret: _dropsSecret, ...said } = draft
  const kept = stored === null ? {} : splitOptions(stored.options, rules.optionsSchema).secret
  const login = loginOf(draft, stored)
  return {
    ...said,
    id: stored?.id ?? 0,
    options: draftedOptions(draft, kept),
    authHeader: login.authHeader,
    secret: login.secret,
    hasAuthHeader: login.authHeader !== null,
    hasSecret: login.secret !== null,
    isPaused: false,
    isHeld: false,
    formerSigningUntilMs: stored?.formerSigningUntilMs ?? null,
    formerSigningSecret: stored?.formerSigningSecret ?? null,
  }
}

/** The way to log in that a draft names, or the stored one, less what the draft drops. */
function loginOf(
  draft: TargetDraft,
  stored: TargetWithSecrets | null,
): Pick<TargetWithSecrets, 'authHeader' | 'secret'> {
  const { authHeader, secret, options, rules, dropsAuthHeader = false, dropsSecret = false } = draft
  const isGiven = authHeader !== null || secret !== null || hasLogin(options, rules.optionsSchema)
  if (isGiven || stored === null) return draft
  return {
    authHeader: dropsAuthHeader ? null : stored.authHeader,
    secret: dropsSecret ? null : stored.secret,
  }
}
