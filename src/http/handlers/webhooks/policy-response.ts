import type { PolicyResponse, TargetResponse } from '../../../contract/webhooks/policy.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Policy, Targets } from '../../../domain/policy/policy.ts'
import type { Project } from '../../../domain/project.ts'
import type { Breakers, Unreachable } from '../../../domain/target/breakers.ts'
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

export interface PolicyWriterParts {
  readonly store: {
    readonly targets: Pick<Targets, 'withSecrets'>
    readonly breakers: Pick<Breakers, 'of'>
  }
  readonly config: Pick<ServerConfig, 'authHeaderReadable' | 'maxAgeMs'>
  readonly clock: Pick<Clock, 'now'>
}

export function createPolicyWriter({ store, config, clock }: PolicyWriterParts): PolicyWriter {
  const writeTarget = async (
    target: Target,
    { showsAuthHeader, unreachable }: Shown,
  ): Promise<TargetResponse> => {
    const found = unreachable.get(target.id)
    const written = {
      ...targetResponse(target),
      ...(found !== undefined && { unreachable: unreachableBody(found, config.maxAgeMs, clock.now()) }),
    }
    if (!showsAuthHeader || !target.hasAuthHeader) return written
    const authHeader = (await store.targets.withSecrets(target.id))?.authHeader ?? ''
    return { auth_header: authHeader, ...written }
  }
  const write = async (policies: readonly Policy[], call: Reader): Promise<readonly PolicyResponse[]> => {
    const ids = policies.flatMap(({ targets }) => targets.map(({ id }) => id))
    const found = await store.breakers.of(ids)
    const shown = {
      showsAuthHeader: config.authHeaderReadable && (await isAllowed(call, 'notification-policy:update')),
      unreachable: new Map(found.map((one) => [one.targetId, one])),
    }
    return Promise.all(
      policies.map(async (policy) => {
        const written = policy.targets.map((target) => writeTarget(target, shown))
        return policyResponse(policy, await Promise.all(written))
      }),
    )
  }
  return {
    all: write,
    async one(policy, call) {
      const [written] = await write([policy], call)
      if (written === undefined) throw new Error('one policy is written as one')
      return written
    },
  }
}

interface Shown {
  readonly showsAuthHeader: boolean
  readonly unreachable: ReadonlyMap<number, Unreachable>
}

function unreachableBody({ sinceMs, reason, oldestAgeMs }: Unreachable, maxAgeMs: number, nowMs: number) {
  return {
    ...(oldestAgeMs !== null && { expires_from: timeInMs(nowMs + maxAgeMs - oldestAgeMs) }),
    reason,
    since: timeInMs(sinceMs),
  }
}

function policyResponse(policy: Policy, targets: TargetResponse[]): PolicyResponse {
  const { autoDisabled, creator, description, name } = policy
  const filter = policyFilterBody(policy.filter)
  return {
    ...(autoDisabled !== undefined && {
      auto_disabled: { at: timeInMs(autoDisabled.atMs), reason: autoDisabled.reason },
    }),
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
