import type { PolicyResponse, TargetResponse } from '../../../contract/webhooks/policy.ts'
import type { Policy, Targets } from '../../../domain/policy/policy.ts'
import type { Project } from '../../../domain/project.ts'
import type { Target } from '../../../domain/target/target.ts'
import type { Call } from '../../route.ts'
import type { ServerConfig } from '../../server-config.ts'
import { timeInMs } from '../../times.ts'
import { isAllowed } from '../is-allowed.ts'
import { policyFilterBody } from './policy-filter-body.ts'

type Reader = Pick<Call, 'authorize'> & { readonly project: Project | null }

/** Writes policies for a caller, who sees `auth_header` only where the setting allows it to those who may edit. */
export interface PolicyWriter {
  all: (policies: readonly Policy[], call: Reader) => Promise<readonly PolicyResponse[]>
  one: (policy: Policy, call: Reader) => Promise<PolicyResponse>
}

export function createPolicyWriter(
  targets: Pick<Targets, 'withSecrets'>,
  { authHeaderReadable }: Pick<ServerConfig, 'authHeaderReadable'>,
): PolicyWriter {
  const writeTarget = async (target: Target, showsAuthHeader: boolean): Promise<TargetResponse> => {
    if (!showsAuthHeader || !target.hasAuthHeader) return targetResponse(target)
    const authHeader = (await targets.withSecrets(target.id))?.authHeader ?? ''
    return { auth_header: authHeader, ...targetResponse(target) }
  }
  const write = async (policy: Policy, showsAuthHeader: boolean): Promise<PolicyResponse> => {
    const written = policy.targets.map((target) => writeTarget(target, showsAuthHeader))
    return policyResponse(policy, await Promise.all(written))
  }
  const showsAuthHeaders = async (call: Reader): Promise<boolean> =>
    authHeaderReadable && (await isAllowed(call, 'notification-policy:update'))
  return {
    async all(policies, call) {
      const shows = await showsAuthHeaders(call)
      return Promise.all(policies.map((policy) => write(policy, shows)))
    },
    one: async (policy, call) => write(policy, await showsAuthHeaders(call)),
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
    ...(policy.harborWay !== null && { harbor_way: policy.harborWay }),
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
