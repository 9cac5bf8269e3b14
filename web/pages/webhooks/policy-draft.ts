import type {
  PolicyRequest,
  PolicyResponse,
  TargetRequest,
  TargetResponse,
} from '../../../src/contract/webhooks/policy.ts'

/** How a target proves who calls: not at all, with what is stored, or with what was typed. */
export type Authentication = 'none' | 'stored' | 'header' | 'secret'

/** A target as it stands in the form. */
export interface TargetDraft {
  /** Tells targets apart while they are edited. */
  readonly key: string
  /** Null: not stored yet. */
  readonly id: number | null
  readonly type: string
  readonly address: string
  readonly authentication: Authentication
  readonly authenticationValue: string
  readonly hasStoredSecret: boolean
  readonly verifiesCertificate: boolean
  readonly payloadFormat: string
  readonly options: Readonly<Record<string, unknown>>
  readonly attachment: string
}

export type PolicyFilter = NonNullable<PolicyRequest['filter']>

/** A policy as it stands in the form. */
export interface PolicyDraft {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly eventTypes: readonly string[]
  readonly targets: readonly TargetDraft[]
  readonly filter: PolicyFilter
}

let keys = 0

export function emptyTarget(): TargetDraft {
  return {
    key: `target-${keys++}`,
    id: null,
    type: 'http',
    address: '',
    authentication: 'none',
    authenticationValue: '',
    hasStoredSecret: false,
    verifiesCertificate: true,
    payloadFormat: 'Default',
    options: {},
    attachment: '',
  }
}

/** What a new policy begins with: pushes, since that is what most want to hear of. */
export function emptyDraft(): PolicyDraft {
  return {
    name: '',
    description: '',
    enabled: true,
    eventTypes: ['PUSH_ARTIFACT'],
    targets: [emptyTarget()],
    filter: {},
  }
}

export function draftOf(policy: PolicyResponse): PolicyDraft {
  return {
    name: policy.name ?? '',
    description: policy.description ?? '',
    enabled: policy.enabled,
    eventTypes: policy.event_types,
    targets: policy.targets.map(targetDraftOf),
    filter: policy.filter ?? {},
  }
}

function targetDraftOf(target: TargetResponse): TargetDraft {
  const hasStoredSecret = target.has_auth_header === true || target.has_secret === true
  return {
    ...emptyTarget(),
    id: target.id,
    type: target.type,
    address: target.address,
    authentication: hasStoredSecret ? 'stored' : 'none',
    hasStoredSecret,
    verifiesCertificate: target.skip_cert_verify !== true,
    payloadFormat: target.payload_format ?? 'Default',
    options: { ...target.options },
    attachment: target.attachment ?? '',
  }
}

/** The same with one target that signs no longer. */
export function withoutSigning(draft: PolicyDraft, targetId: number): PolicyDraft {
  const targets = draft.targets.map((target) => {
    if (target.id !== targetId) return target
    const { signing: _signing, ...options } = target.options
    return { ...target, options }
  })
  return { ...draft, targets }
}

/** The form as the API wants it. Secrets that were not typed are left out: the server keeps those it has. */
export function requestOf(draft: PolicyDraft): PolicyRequest {
  return {
    name: draft.name.trim(),
    description: draft.description,
    enabled: draft.enabled,
    event_types: [...draft.eventTypes],
    targets: draft.targets.map(targetRequestOf),
    filter: filterRequestOf(draft.filter),
  }
}

export function targetRequestOf(target: TargetDraft): TargetRequest {
  const { authentication, authenticationValue } = target
  return {
    type: target.type,
    address: target.address.trim(),
    skip_cert_verify: !target.verifiesCertificate,
    payload_format: target.payloadFormat,
    ...(authentication === 'header' && { auth_header: authenticationValue }),
    ...(authentication === 'secret' && { secret: authenticationValue }),
    ...(Object.keys(target.options).length > 0 && { options: { ...target.options } }),
    ...(target.attachment !== '' && { attachment: target.attachment }),
  }
}

/** A filter without what filters nothing. */
export function filterRequestOf(filter: PolicyFilter): PolicyFilter {
  const entries = Object.entries(filter).flatMap(([name, value]): [string, unknown][] => {
    const kept = withoutEmpty(value)
    return kept === null ? [] : [[name, kept]]
  })
  return Object.fromEntries(entries)
}

function withoutEmpty(value: unknown): unknown {
  if (value === undefined || value === '' || value === false) return null
  if (Array.isArray(value)) return value.length > 0 ? value : null
  if (typeof value !== 'object') return value
  const kept = filterRequestOf(value as PolicyFilter)
  return Object.keys(kept).length > 0 ? kept : null
}

/** Whether there is enough to ask the server to keep it. */
export function isComplete({ eventTypes, targets }: PolicyDraft): boolean {
  return eventTypes.length > 0 && targets.length > 0 && targets.every(({ address }) => address.trim() !== '')
}
