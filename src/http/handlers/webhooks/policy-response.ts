import type { PolicyResponse, TargetResponse } from '../../../contract/webhooks/policy.ts'
import type { Policy, Targets } from '../../../domain/policy/policy.ts'
import type { Project } from '../../../domain/project.ts'
import type { Target } from '../../../domain/target/target.ts'
import type { Call } from '../../route.ts'
import { timeInMs } from '../../times.ts'
import { isAllowed } from '../is-allowed.ts'
import { policyFilterBody } from './policy-filter-body.ts'

/** Writes policies for a caller, who sees `auth_header` only where the setting allows it to those who may edit. */
export type PolicyWriter = (
  policies: readonly Policy[],
  call: Pick<Call, 'authorize'> & { readonly project: Project | null },
) => Promise<readonly PolicyResponse[]>

export function createPolicyWriter(
  targets: Pick<Targets, 'withSecrets'>,
  authHeaderReadable: boolean,
): PolicyWriter {
  const targetOf = async (target: Target, showsAuthHeader: boolean): Promise<TargetResponse> => {
    if (!showsAuthHeader || !target.hasAuthHeader) return targetResponse(target)
    const authHeader = (await targets.withSecrets(target.id))?.authHeader ?? ''
    return { auth_header: authHeader, ...targetResponse(target) }
  }
  return async (policies, call) => {
    const showsAuthHeader = authHeaderReadable && (await isAllowed(call, 'notification-policy:update'))
    return Promise.all(
      policies.map(async (policy) =>
        policyResponse(
          policy,
          await Promise.all(policy.targets.map((target) => targetOf(target, showsAuthHeader))),
        ),
      ),
    )
  }
}

function policyResponse(policy: Policy, targets: TargetResponse[]): PolicyResponse {
  const { creator, description, name } = policy
  const filter = policyFilterBody(policy.filter)
  return {
    creation_time: timeInMs(policy.createdAtMs),
    ...(creator !== '' && { creator }),
    ...(description !== '' && { description }),
    enabled: policy.enabled,
    event_types: [...policy.eventTypes],
    ...(filter !== null && { filter }),
    id: policy.id,
    ...(name !== '' && { name }),
    project_id: policy.projectId,
    targets,
    update_time: timeInMs(policy.updatedAtMs),
  }
}

function targetResponse(target: Target): TargetResponse {
  return {
    address: target.address,
    ...(target.attachment !== '' && { attachment: target.attachment }),
    ...(target.formerSigningUntilMs !== null && {
      former_signing_until: timeInMs(target.formerSigningUntilMs),
    }),
    ...(target.hasAuthHeader && { has_auth_header: true }),
    ...(target.hasSecret && { has_secret: true }),
    id: target.id,
    ...(Object.keys(target.options).length > 0 && { options: { ...target.options } }),
    ...(target.isPaused && { paused: true }),
    payload_format: target.payloadFormat,
    ...(target.skipCertVerify && { skip_cert_verify: true }),
    type: target.type,
  }
}
