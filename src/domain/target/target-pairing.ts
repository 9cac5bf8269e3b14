import { BellbuoyError } from '../errors.ts'
import type { Target, TargetDraft } from './target.ts'
import { hasLogin, keepsSecrets } from '../options.ts'
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

/**
 * A stored secret stays where it was given for: moving a target to another host without giving the secret anew would hand
 * it to whoever runs that host.
 *
 * @throws BellbuoyError `BAD_REQUEST`
 */
export function assertSecretsStay({ draft, stored }: TargetPair): void {
  if (stored === null) return
  const before = draft.rules.secretsTravelTo(stored)
  const after = draft.rules.secretsTravelTo(draft)
  const moved = Object.entries(after).find(([what, place]) => before[what] !== place)
  if (moved === undefined) return
  const keepsLogin =
    (stored.hasAuthHeader || stored.hasSecret) &&
    draft.authHeader === null &&
    draft.secret === null &&
    !hasLogin(draft.options, draft.rules.optionsSchema)
  if (!keepsLogin && !keepsSecrets(draft.options, draft.rules.optionsSchema, stored.options)) return
  const what = keepsLogin ? 'the stored auth_header or secret is' : 'the stored secrets among the options are'
  const [place, origin] = moved
  throw new BellbuoyError(
    'BAD_REQUEST',
    `${what} kept for ${before[place] ?? `a target without ${place}`} only: send it again to use it at ${place === 'address' ? draft.address : origin}`,
  )
}
