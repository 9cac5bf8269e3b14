import { type ImportSides, copyEach } from './copy-each.ts'

interface HarborRobot {
  readonly name: string
  readonly description?: string
  readonly disable?: boolean
  /** Unix seconds; -1: never. */
  readonly expires_at?: number
  readonly permissions?: readonly unknown[] | null
}

export interface RobotsCopy {
  /** Null: the robots of the system. */
  readonly project: { readonly name: string; readonly harborId: number; readonly id: number | null } | null
  /** What stands before the names of robots in Harbor. */
  readonly prefix: string
  /** Keeps a new secret; null: there is no place for secrets, so no robot is created. */
  readonly keepSecret: ((robot: string, secret: string) => void) | null
  readonly nowMs: number
}

const DAY_SECONDS = 86_400

/** Creates robots with their permissions and what is left of their time. Each gets a new secret: Harbor gives none out. */
export async function copyRobots(sides: ImportSides, copy: RobotsCopy): Promise<void> {
  const { project, prefix, keepSecret, nowMs } = copy
  const { harbor, bellbuoy } = sides
  const level = project === null ? 'system' : 'project'
  const query = (id: number): Record<string, string> => ({
    q: project === null ? 'Level=system' : `Level=project,ProjectID=${id}`,
  })
  const bare = (from: string) => (name: string) => (name.startsWith(from) ? name.slice(from.length) : name)
  await copyEach(sides, {
    kind: 'robots',
    items: await harbor.list<HarborRobot>('/robots', query(project?.harborId ?? 0)),
    nameOf: ({ name }) => name,
    keyOf: ({ name }) => bare(prefix)(name),
    present: async () => {
      if (project !== null && project.id === null) return new Set()
      const found = await bellbuoy.list<HarborRobot>('/robots', query(project?.id ?? 0))
      return new Set(found.map(({ name }) => bare('robot$')(name)))
    },
    request: ({ name, description, disable, permissions, expires_at: expiresAt = -1 }) => {
      const duration = expiresAt === -1 ? -1 : Math.ceil((expiresAt - nowMs / 1000) / DAY_SECONDS)
      if (duration !== -1 && duration < 1) return 'it has expired'
      if (keepSecret === null) return 'it would get a new secret: add --robot-secrets FILE to save it'
      const short = bare(`${project?.name}+`)(bare(prefix)(name))
      const body = { name: short, description, disable, duration, level, permissions: permissions ?? [] }
      return { path: '/robots', body }
    },
    created: async (_, answer) => {
      const { name, secret } = answer as { readonly name: string; readonly secret: string }
      keepSecret?.(name, secret)
    },
  })
}
