import type { PolicyDraft } from '../../src/domain/policy/policy.ts'
import { NO_FILTER } from '../../src/domain/policy/policy-filter.ts'
import type { TargetDraft } from '../../src/domain/target/target.ts'
import { PLAIN_RULES } from '../../src/domain/target/target-rules.ts'

/** Names the node that leases in these tests. */
export const OWNER = 'this-node'

export function targetDraft(address: string, changes: Partial<TargetDraft> = {}): TargetDraft {
  const none = { authHeader: null, secret: null, skipCertVerify: false, attachment: '' }
  const options = { options: {}, rules: PLAIN_RULES }
  return { type: 'http', address, payloadFormat: 'Default', ...none, ...options, ...changes }
}

export function policyDraft(addresses: readonly string[], changes: Partial<PolicyDraft> = {}): PolicyDraft {
  return {
    name: 'policy',
    description: '',
    enabled: true,
    eventTypes: ['PUSH_ARTIFACT'],
    filter: NO_FILTER,
    harborWay: null,
    targets: addresses.map((address) => targetDraft(address)),
    ...changes,
  }
}
