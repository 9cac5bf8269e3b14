import { assertSecretStays } from '../kept-secrets.ts'
import { hasLogin, keepsSecrets } from '../options.ts'
import type { Target, TargetDraft } from './target.ts'
import { originOf } from './target-rules.ts'

export interface TargetPair {
  readonly draft: TargetDraft
  /** The stored target that the draft replaces, or null when it is new. */
  readonly stored: Target | null
}

/**
 * Finds the stored target that each target of an updated policy continues: the one of the same kind and address, else one of
 * the same kind and origin, else the next one of the same kind. A stored target without a draft is deleted. Harbor's API has no
 * ids for targets, and ours must keep their deliveries, health and write-only secrets over a PUT.
 */
export function pairTargets(
  stored: readonly Target[],
  drafts: readonly TargetDraft[],
): readonly TargetPair[] {
  const free = [...stored]
  const take = (matches: (target: Target) => boolean): Target | null => {
    const index = free.findIndex(matches)
    return index === -1 ? null : (free.splice(index, 1)[0] ?? null)
  }
  const same = drafts.map((draft) =>
    take(({ type, address }) => type === draft.type && address === draft.address),
  )
  const near = drafts.map(
    ({ type, address }, index) =>
      same[index] ?? take((target) => target.type === type && originOf(target.address) === originOf(address)),
  )
  return drafts.map((draft, index) => ({
    draft,
    stored: near[index] ?? take(({ type }) => type === draft.type),
  }))
}

/** @throws BellbuoyError `BAD_REQUEST` when a stored secret would move to another host */
export function assertSecretsStay({ draft, stored }: TargetPair): void {
  if (stored === null) return
  const before = draft.rules.secretsTravelTo(stored)
  const after = draft.rules.secretsTravelTo(draft)
  const moved = Object.entries(after).find(([field, origin]) => before[field] !== origin)
  if (moved === undefined) return
  const [field, origin] = moved
  assertSecretStays({
    kept: keptSecret(draft, stored),
    from: before[field] ?? `a target without ${field}`,
    to: field === 'address' ? draft.address : origin,
  })
}

/** The stored secret that a draft keeps, in words; null when it keeps none. */
function keptSecret(draft: TargetDraft, stored: Target): string | null {
  const { authHeader, secret, options, rules, dropsAuthHeader = false, dropsSecret = false } = draft
  const isLeftOut = authHeader === null && secret === null && !hasLogin(options, rules.optionsSchema)
  const keepsHeader = stored.hasAuthHeader && !dropsAuthHeader
  const keepsSecret = stored.hasSecret && !dropsSecret
  if (isLeftOut && (keepsHeader || keepsSecret)) return 'the stored auth_header or secret'
  return keepsSecrets(options, rules.optionsSchema, stored.options)
    ? 'the stored secret among the options'
    : null
}
