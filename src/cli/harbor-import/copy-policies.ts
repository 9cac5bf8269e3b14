import { type ImportSides, copyEach } from './copy-each.ts'

interface HarborTarget {
  readonly type?: string
  readonly address?: string
  readonly auth_header?: string
  readonly skip_cert_verify?: boolean
  readonly payload_format?: string
}

export interface HarborPolicy {
  readonly name?: string
  readonly description?: string
  readonly enabled?: boolean
  readonly event_types?: readonly string[] | null
  readonly targets?: readonly HarborTarget[] | null
}

/**
 * Creates the policies of a project with their targets and the `Authorization` that these get, which Harbor shows.
 *
 * @param isThere whether Bellbuoy has the project; a dry run does not create it
 */
export async function copyPolicies(
  sides: ImportSides,
  { project, items, isThere }: { project: string; items: readonly HarborPolicy[]; isThere: boolean },
): Promise<void> {
  const path = `/projects/${project}/webhook/policies`
  const list = async () => (isThere ? sides.bellbuoy.list<HarborPolicy>(path) : [])
  const before = new Map((await list()).map((policy) => [keyOf(policy), policy]))
  await copyEach(sides, {
    kind: 'policies',
    items,
    nameOf: ({ name = '' }) => `${project}/${name}`,
    keyOf,
    present: async () => new Set((await list()).map(keyOf)),
    request: (policy) => ({ path, body: bodyOf(policy) }),
  })
  for (const policy of items) {
    const here = before.get(keyOf(policy))
    const parts = here === undefined ? [] : differences(policy, here)
    if (parts.length === 0) continue
    sides.tally.leftToDo.push(
      `policy ${project}/${keyOf(policy)}: differs from Harbor in ${parts.join(' and ')}; left as it is`,
    )
  }
}

function keyOf({ name = '' }: HarborPolicy): string {
  return name
}

function bodyOf({ name, description, enabled = false, event_types, targets }: HarborPolicy): object {
  return {
    name,
    description,
    enabled,
    event_types: event_types ?? [],
    targets: (targets ?? []).map(({ type, address, auth_header, skip_cert_verify, payload_format }) => ({
      type,
      address,
      auth_header,
      skip_cert_verify,
      // Bellbuoy has a format of its own for Slack, and Harbor none.
      ...(type === 'http' && payload_format && { payload_format }),
    })),
  }
}

function differences(harbor: HarborPolicy, here: HarborPolicy): readonly string[] {
  const parts = {
    'event types': ({ event_types }: HarborPolicy) => (event_types ?? []).toSorted(),
    targets: ({ targets }: HarborPolicy) => (targets ?? []).map(targetText).toSorted(),
    'state (enabled or not)': ({ enabled = false }: HarborPolicy) => enabled,
  }
  return Object.entries(parts).flatMap(([name, part]) =>
    JSON.stringify(part(harbor)) === JSON.stringify(part(here)) ? [] : [name],
  )
}

/** Without the user info of an address, which Bellbuoy does not show. */
function targetText({ type, address = '' }: HarborTarget): string {
  return `${type} ${address.replace(/\/\/[^/@]*@/, '//')}`
}
