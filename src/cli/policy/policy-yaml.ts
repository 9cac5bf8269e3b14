import type { DeepReadonly } from '../../contract/api-call.ts'
import type { PolicyRequest, PolicyResponse, TargetResponse } from '../../contract/webhooks/policy.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { type FoundPolicy, policyName } from '../remote/find-policy.ts'
import { nameOf, yamlIn } from '../remote/given-file.ts'

export type Draft = DeepReadonly<PolicyRequest>

/** What a person may write of a policy. The server keeps the secrets that are not in it. */
export function draftOf({
  name,
  description,
  enabled,
  event_types,
  filter,
  harbor_way,
  targets,
}: PolicyResponse): Draft {
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    enabled,
    event_types,
    ...(filter !== undefined && { filter }),
    ...(harbor_way !== undefined && { harbor_way }),
    targets: targets.map(targetDraft),
  }
}

function targetDraft(target: TargetResponse) {
  const { type, address, auth_header, payload_format, skip_cert_verify, attachment, options } = target
  return {
    type,
    address,
    ...(auth_header !== undefined && { auth_header }),
    ...(payload_format !== undefined && { payload_format }),
    ...(skip_cert_verify !== undefined && { skip_cert_verify }),
    ...(attachment !== undefined && { attachment }),
    ...(options !== undefined && { options }),
  }
}

const VERSION_LINE = /^# If-Match: (?<etag>"[^"]*")$/m

/** A policy as YAML. A comment names the version, so that a change of it does not undo what somebody else has changed meanwhile. */
export async function policyYaml(
  { policy, etag }: FoundPolicy,
  project: string | undefined,
): Promise<string> {
  const { stringify } = await import('yaml')
  const place = project === undefined ? 'a global policy' : `a policy of the project ${project}`
  const secrets = policy.targets.some(
    (target) => target.has_auth_header === true || target.has_secret === true,
  )
  const head = [
    `# ${JSON.stringify(policyName(policy))}, number ${String(policy.id)}, ${place}`,
    ...(secrets
      ? ['# Its targets have secrets, which are not shown. They stay unless you write new ones.']
      : []),
    '# The version of this text. Without the next line, your change overwrites changes that others make meanwhile.',
    `# If-Match: ${etag}`,
  ]
  return `${head.join('\n')}\n${stringify(draftOf(policy), { lineWidth: 0 })}`
}

/** What a file says of a policy, and the version that it was made from, where it names one. */
export interface WrittenPolicy {
  readonly draft: Draft
  readonly etag: string | undefined
}

/** @throws CommandFault when the text is no policy */
export async function policyIn(text: string, file: string): Promise<WrittenPolicy> {
  const value = await yamlIn(text, file)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CommandFault(
      EXIT.refused,
      `${nameOf(file)} is not a policy: a policy has keys such as name, event_types and targets`,
    )
  return { draft: value, etag: VERSION_LINE.exec(text)?.groups?.['etag'] }
}
