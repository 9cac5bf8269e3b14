import Type from 'typebox'
import { SigningSecretResponse } from '../../../contract/webhooks/target.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import type { Targets } from '../../../domain/policy/policy.ts'
import {
  type SigningScheme,
  SIGNING_SCHEMES,
  createSigningSecret,
  readSigningSecret,
} from '../../../domain/target/signing-key.ts'
import type { Target } from '../../../domain/target/target.ts'
import { type Route, route } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { SCOPES, projectIdOf } from '../scope.ts'
import type { TargetChecks } from './target-draft.ts'

const Query = Type.Object({
  scheme: Type.Optional(
    Type.Enum([...SIGNING_SCHEMES], {
      description: 'v1 is HMAC-SHA256, v1a is ed25519; as before unless given, v1 for a first secret',
    }),
  ),
})

/** Gives a target a new signing secret, the former of which signs on for a day. */
export function signingSecretRoutes(
  targets: Pick<Targets, 'byId' | 'setSigningSecret'>,
  { targetKinds }: Pick<TargetChecks, 'targetKinds'>,
): readonly Route[] {
  async function rotate(
    projectId: number,
    id: number,
    scheme?: SigningScheme,
  ): Promise<SigningSecretResponse> {
    const target = await targets.byId(projectId, id)
    if (target === null) throw new BellbuoyError('NOT_FOUND', `target ${id} not found`)
    const kind = targetKinds.find(({ type }) => type === target.type)
    if (kind?.optionsSchema.properties?.['signing'] === undefined)
      throw new BellbuoyError('BAD_REQUEST', `what goes to a target of type ${target.type} is not signed`)
    const secret = createSigningSecret(scheme ?? schemeOf(target))
    const untilMs = await targets.setSigningSecret(id, secret, kind)
    return secretResponse(secret, untilMs)
  }
  const summary = 'Give a target a new signing secret, shown this once'
  return SCOPES.map((scope) =>
    route({
      method: 'POST',
      path: `${scope.path}/targets/:target_id/rotate-secret`,
      operation: scope.pick('RotateSecretOfTargetOfProject', 'RotateSecretOfTarget'),
      summary: scope.pick(summary, `${summary} (of a global policy)`),
      tag: 'target',
      needs: 'notification-policy:update',
      schema: { params: scope.params({ target_id: Type.Integer() }), querystring: Query },
      answers: { 200: SigningSecretResponse },
      async handle(call) {
        const { params, query } = call
        return { status: 200, body: await rotate(projectIdOf(call), params.target_id, query.scheme) }
      },
    }),
  )
}

function schemeOf({ options }: Target): SigningScheme {
  const { public_key: publicKey } = (options['signing'] ?? {}) as { public_key?: string }
  return publicKey === undefined ? 'v1' : 'v1a'
}

function secretResponse(secret: string, untilMs: number | null): SigningSecretResponse {
  const key = readSigningSecret(secret)
  const publicKey = 'fault' in key ? null : key.publicKey
  return {
    ...(untilMs !== null && { former_valid_until: timeInMs(untilMs) }),
    ...(publicKey !== null && { public_key: publicKey }),
    secret,
  }
}
