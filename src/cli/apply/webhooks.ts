import { isObject, given, markedSecrets, masked, secretPaths, unlessEmpty, valueAt } from './bodies.ts'
import { ApiFailure } from '../../client/api-failure.ts'
import { inScope } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { PolicyFilterBody } from '../../contract/webhooks/policy-filter.ts'
import type { PolicyRequest, PolicyResponse } from '../../contract/webhooks/policy.ts'
import { writtenEventType } from '../../domain/event/event-type.ts'
import { policyFilter, policyFilterBody } from '../../http/handlers/webhooks/policy-filter-body.ts'
import { SECRET } from './documents/secret-reference.ts'
import type { Body, Draft, Found, Noun, Place } from './thing.ts'
import { keepsSecrets, referencesIn, sentBody } from './unit-secrets.ts'

/** The policies of a project, or the global ones, with their targets. */
export const webhooks: Noun = {
  noun: 'webhook',
  comparable: (written, { kinds }) => {
    const { description, enabled = false, event_types, filter, harbor_way, targets } = written
    return given({
      description: unlessEmpty(description as string | undefined),
      enabled,
      event_types: (event_types as readonly string[])
        .map((name) => writtenEventType(name) ?? name)
        .toSorted(),
      filter: policyFilterBody(policyFilter(filter as PolicyFilterBody | undefined)) ?? undefined,
      harbor_way,
      targets: (targets as readonly Body[]).map((target) => comparableTarget(target, kinds)),
    })
  },
  async list(place) {
    const policies = await Array.fromAsync(place.client.each(inScope(CALLS.listPolicies, place.scope)))
    return policies.map((policy) => foundPolicy(policy, place))
  },
  async read(place, id) {
    const params = { webhook_policy_id: Number(id) }
    return goneAsNull(async () => {
      const { body, etag } = await place.client.call(inScope(CALLS.getPolicy, place.scope), { params })
      return { ...foundPolicy(body, place), etag }
    })
  },
  async create(place, draft) {
    const body = requestOf(draft, place)
    return (await place.client.call(inScope(CALLS.createPolicy, place.scope), { body })).createdId
  },
  async update(place, { id, etag }, draft) {
    const request = {
      params: { webhook_policy_id: Number(id) },
      body: requestOf(draft, place),
      ifMatch: etag,
    }
    return (await place.client.call(inScope(CALLS.updatePolicy, place.scope), request)).etag
  },
  async remove({ client, scope }, { id, etag }) {
    const params = { webhook_policy_id: Number(id) }
    await client.call(inScope(CALLS.deletePolicy, scope), { params, ifMatch: etag })
  },
  sent: (wanted, before, sendsAll) =>
    targetsOf(wanted).flatMap((target) =>
      sendsAll || !keepsSecrets(target, sameTarget(target, before)) ? referencesIn(target) : [],
    ),
}

/** What a read finds gone is null. */
export async function goneAsNull<Result>(read: () => Promise<Result>): Promise<Result | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404 && error.code !== '') return null
    throw error
  }
}

function foundPolicy(policy: PolicyResponse, place: Place): Found {
  const { id, name = '', targets } = policy
  const body = {
    ...policy,
    targets: targets.map(({ has_auth_header, has_secret, options, ...target }) => {
      const schema = place.kinds.targets.get(target.type)?.options ?? {}
      return given({
        ...target,
        auth_header: has_auth_header === true ? SECRET : undefined,
        secret: has_secret === true ? SECRET : undefined,
        options: options && markedSecrets(options, schema),
      })
    }),
  }
  return { id: String(id), name, body: webhooks.comparable(body, place) }
}

function comparableTarget(target: Body, { targets }: Place['kinds']): Body {
  const {
    type = '',
    address,
    auth_header,
    secret,
    skip_cert_verify,
    payload_format,
    attachment,
    options,
  } = masked(target) as Readonly<Record<string, string | undefined>>
  return given({
    type,
    address,
    auth_header,
    secret,
    skip_cert_verify: skip_cert_verify || undefined,
    payload_format: unlessEmpty(payload_format) ?? targets.get(type)?.format,
    attachment: unlessEmpty(attachment),
    options: isObject(options) && Object.keys(options).length === 0 ? undefined : options,
  })
}

function targetsOf(body: Body | null): readonly Body[] {
  return (body?.['targets'] ?? []) as readonly Body[]
}

/** Of the same kind and address: the one whose secrets the server keeps for it. */
function sameTarget(target: Body, before: Body | null): Body | null {
  return (
    targetsOf(before).find(({ type, address }) => type === target['type'] && address === target['address']) ??
    null
  )
}

function requestOf({ name, body, before, secrets, sendsAll }: Draft, place: Place): PolicyRequest {
  const targets = targetsOf(body).map((target) => {
    const keeps = !sendsAll && keepsSecrets(target, sameTarget(target, before))
    const removed = before === null ? [] : removedFrom(target, place)
    return { ...sentBody(target, keeps, secrets), ...(removed.length > 0 && { remove_secrets: removed }) }
  })
  return { ...body, name, targets }
}

/** Every secret that a target must not have: one of another target that it continues, too. */
function removedFrom(target: Body, { kinds }: Place): string[] {
  const schema = kinds.targets.get(String(target['type']))?.options ?? {}
  const options = secretPaths(schema).map((path) => `options.${path}`)
  return ['auth_header', 'secret', ...options].filter((path) => valueAt(target, path) === undefined)
}
