import * as CALLS from '../../../contract/calls.ts'
import type { SigningSecretResponse } from '../../../contract/webhooks/target.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Targets } from '../../../domain/policy/policy.ts'
import {
  type SigningScheme,
  createSigningSecret,
  readSigningSecret,
} from '../../../domain/target/signing-key.ts'
import type { Target } from '../../../domain/target/target.ts'
import { type Route, answer } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { projectIdOf } from '../project-id-of.ts'
import type { TargetChecks } from './target-draft.ts'

export interface SigningSecretParts {
  readonly store: { readonly targets: Pick<Targets, 'byId' | 'ownerOf' | 'setSigningSecret'> }
  readonly checks: Pick<TargetChecks, 'targetKinds'>
}

/** Gives a target a new signing secret; the former one goes on signing for a day. */
export function signingSecretRoutes({ store, checks }: SigningSecretParts): readonly Route[] {
  const { targets } = store
  return answer(CALLS.rotateSigningSecret, async (call) => {
    const id = call.params.target_id
    const target = await targets.byId(projectIdOf(call), id)
    if (target === null) throw new BellbuoyError('NOT_FOUND', `target ${id} not found`)
    const owner = await targets.ownerOf(id)
    if (owner !== null) call.concerns(owner.name, owner.id)
    const kind = checks.targetKinds.find(({ type }) => type === target.type)
    if (kind?.optionsSchema.properties?.['signing'] === undefined)
      throw new BellbuoyError('BAD_REQUEST', `deliveries to a target of type ${target.type} are not signed`)
    const secret = createSigningSecret(call.query.scheme ?? schemeOf(target))
    const formerUntilMs = await targets.setSigningSecret(id, secret, kind)
    return { status: 200, body: secretResponse(secret, formerUntilMs) }
  })
}

function schemeOf({ options }: Target): SigningScheme {
  const { public_key: publicKey } = (options['signing'] ?? {}) as { public_key?: string }
  return publicKey === undefined ? 'v1' : 'v1a'
}

function secretResponse(secret: string, formerUntilMs: number | null): SigningSecretResponse {
  const key = readSigningSecret(secret)
  const publicKey = 'fault' in key ? null : key.publicKey
  return {
    ...(formerUntilMs !== null && { former_valid_until: timeInMs(formerUntilMs) }),
    ...(publicKey !== null && { public_key: publicKey }),
    secret,
  }
}
