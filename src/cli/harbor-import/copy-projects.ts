import { type ImportSides, copyEach } from './copy-each.ts'

export interface HarborProject {
  readonly project_id: number
  readonly name: string
  readonly metadata?: Readonly<Record<string, string | null>>
  readonly registry_id?: number
  readonly cve_allowlist?: { readonly items?: readonly unknown[] | null; readonly expires_at?: number | null }
}

interface HarborQuota {
  readonly ref?: { readonly id?: number }
  readonly hard?: { readonly storage?: number }
}

/** Creates Harbor's projects with their visibility, settings and storage limits. */
export async function copyProjects(sides: ImportSides, items: readonly HarborProject[]): Promise<void> {
  const { harbor, bellbuoy, tally } = sides
  const quotas = await harbor.list<HarborQuota>('/quotas', { reference: 'project' })
  const limits = new Map(quotas.map(({ ref, hard }) => [ref?.id, hard?.storage ?? -1]))
  await copyEach(sides, {
    kind: 'projects',
    items,
    nameOf: ({ name }) => name,
    keyOf: ({ name }) => name,
    present: async () => new Set((await bellbuoy.list<HarborProject>('/projects')).map(({ name }) => name)),
    request: (project) => ({
      path: '/projects',
      body: {
        project_name: project.name,
        metadata: settingsOf(project),
        storage_limit: limits.get(project.project_id) ?? -1,
        ...allowlistOf(project),
      },
    }),
  })
  for (const { name } of items.filter(({ registry_id: id = 0 }) => id !== 0))
    tally.leftToDo.push(
      `project ${name}: in Harbor it is a proxy cache of another registry; in Bellbuoy it is a plain project`,
    )
}

/** Those that Harbor's registry alone acts by are kept as well; clients read them back. */
function settingsOf({ metadata = {} }: HarborProject): Readonly<Record<string, string>> {
  const given = Object.entries(metadata).filter(
    ([key, value]) => typeof value === 'string' && key !== 'retention_id',
  )
  return Object.fromEntries(given) as Record<string, string>
}

function allowlistOf({ cve_allowlist: list }: HarborProject) {
  if (!list?.items?.length) return {}
  return { cve_allowlist: { items: list.items, expires_at: list.expires_at ?? null } }
}
