import type {
  PolicyRequest,
  PolicyResponse,
  TargetRequest,
  TargetResponse,
} from '../../../src/contract/webhooks/policy.ts'

/** How requests to a target authenticate: not at all, with the stored secret, or with one typed now. */
export type Authentication = 'none' | 'stored' | 'header' | 'secret'

/** A target in the form. */
export interface TargetForm {
  /** Identifies the target in the form. */
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

/** A policy in the form. */
export interface PolicyForm {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly eventTypes: readonly string[]
  readonly targets: readonly TargetForm[]
  readonly filter: PolicyFilter
  /** Null: as the setting of the server says. */
  readonly harborWay: boolean | null
}

let keys = 0

export function emptyTargetForm(): TargetForm {
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

/** A new policy. It begins with pushes, which most webhooks are for. */
export function emptyPolicyForm(): PolicyForm {
  return {
    name: '',
    description: '',
    enabled: true,
    eventTypes: ['PUSH_ARTIFACT'],
    targets: [emptyTargetForm()],
    filter: {},
    harborWay: null,
  }
}

/** The form of a stored policy. Its secrets stay on the server. */
export function policyFormOf(policy: PolicyResponse): PolicyForm {
  return {
    name: policy.name ?? '',
    description: policy.description ?? '',
    enabled: policy.enabled,
    eventTypes: policy.event_types,
    targets: policy.targets.map(targetFormOf),
    filter: policy.filter ?? {},
    harborWay: policy.harbor_way ?? null,
  }
}

function targetFormOf(target: TargetResponse): TargetForm {
  const hasStoredSecret = target.has_auth_header === true || target.has_secret === true
  return {
    ...emptyTargetForm(),
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

/** The same form with one target that no longer signs. */
export function withoutSigning(form: PolicyForm, targetId: number): PolicyForm {
  const targets = form.targets.map((target) => {
    if (target.id !== targetId) return target
    const { signing: _signing, ...options } = target.options
    return { ...target, options }
  })
  return { ...form, targets }
}

/** The request that saves the form. It omits secrets that were not typed: the server keeps the stored ones. */
export function policyRequestOf(form: PolicyForm): PolicyRequest {
  return {
    name: form.name.trim(),
    description: form.description,
    enabled: form.enabled,
    event_types: [...form.eventTypes],
    targets: form.targets.map(targetRequestOf),
    filter: filterRequestOf(form.filter),
    ...harborWayRequestOf(form),
  }
}

/** The field of a request; absent where the setting decides. */
export function harborWayRequestOf({
  harborWay,
}: Pick<PolicyForm, 'harborWay'>): Pick<PolicyRequest, 'harbor_way'> {
  return harborWay === null ? {} : { harbor_way: harborWay }
}

export function targetRequestOf(target: TargetForm): TargetRequest {
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

/** The filter without its empty parts. */
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

/** Whether the form has all that the server requires. */
export function isComplete({ eventTypes, targets }: PolicyForm): boolean {
  return eventTypes.length > 0 && targets.length > 0 && targets.every(({ address }) => address.trim() !== '')
}
