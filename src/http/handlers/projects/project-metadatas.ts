import * as CALLS from '../../../contract/calls.ts'
import { BellbuoyError, badRequest } from '../../../domain/errors.ts'
import type { Project } from '../../../domain/project.ts'
import type { Store } from '../../../domain/store.ts'
import { type Route, answer } from '../../route.ts'
import { projectMetadata } from './project-metadata.ts'

export interface ProjectMetadatasParts {
  readonly store: Pick<Store, 'projects'>
}

/** The metadata of a project, entry by entry. `public` is one of them, and is never missing. */
export function projectMetadatasRoutes({ store: { projects } }: ProjectMetadatasParts): readonly Route[] {
  const set = async (project: Project, key: string, value: string): Promise<void> => {
    const { metadata, ...visibility } = projectMetadata(
      { ...project.metadata, [key]: valueOf(key, value) },
      undefined,
    )
    await projects.update(project.id, { metadata, ...visibility })
  }
  return [
    answer(CALLS.listProjectMetadata, async ({ project }) => ({ status: 200, body: entriesOf(project) })),
    answer(CALLS.addProjectMetadata, async ({ project, body }) => {
      const [entry, ...more] = Object.entries(body)
      if (entry === undefined || more.length > 0) throw badRequest('only allow one key/value pair')
      const [key, value] = entry
      if (Object.hasOwn(entriesOf(project), key))
        throw new BellbuoyError('CONFLICT', `metadata ${key} of project ${project.name} already exists`)
      await set(project, key, value)
      return { status: 200 }
    }),
    answer(CALLS.getProjectMetadata, async ({ project, params: { meta_name: key } }) => {
      const found = Object.entries(entriesOf(project)).filter(([name]) => name === key)
      return { status: 200, body: Object.fromEntries(found) }
    }),
    answer(CALLS.updateProjectMetadata, async ({ project, params: { meta_name: key }, body }) => {
      await set(project, key, Object.hasOwn(body, key) ? (body[key] ?? '') : '')
      return { status: 200 }
    }),
    answer(CALLS.deleteProjectMetadata, async ({ project, params: { meta_name: key } }) => {
      const metadata = Object.fromEntries(Object.entries(project.metadata).filter(([name]) => name !== key))
      // Without the entry a project is private, as in Harbor.
      await projects.update(project.id, key === 'public' ? { isPublic: false } : { metadata })
      return { status: 200 }
    }),
  ].flat()
}

function entriesOf({ metadata, isPublic }: Project): Readonly<Record<string, string>> {
  return { ...metadata, public: String(isPublic) }
}

type Kind = 'flag' | 'number' | 'limit' | 'severity' | 'text'

/** What the entries hold (`src/server/v2.0/handler/project_metadata.go`), and our own for the schedule of scans. */
const KINDS: Readonly<Record<string, Kind>> = {
  public: 'flag',
  enable_content_trust: 'flag',
  enable_content_trust_cosign: 'flag',
  auto_sbom_generation: 'flag',
  prevent_vul: 'flag',
  auto_scan: 'flag',
  reuse_sys_cve_allowlist: 'flag',
  proxy_cache_local_on_not_found: 'flag',
  proxy_referrer_api: 'flag',
  severity: 'severity',
  proxy_speed_kb: 'number',
  max_upstream_conn: 'limit',
  scan_interval_hours: 'text',
}
const SEVERITIES = ['none', 'negligible', 'low', 'medium', 'high', 'critical']
/** As Go reads them (`strconv.ParseBool`). */
const YES = ['1', 't', 'T', 'true', 'TRUE', 'True']
const NO = ['0', 'f', 'F', 'false', 'FALSE', 'False']

/** A value as Harbor writes it. @throws BellbuoyError `BAD_REQUEST` in Harbor's words */
function valueOf(key: string, value: string): string {
  const kind = Object.hasOwn(KINDS, key) ? KINDS[key] : undefined
  if (kind === undefined) throw badRequest(`invalid key: ${key}`)
  const read = READERS[kind](value)
  if (read === null) throw badRequest(`invalid value: ${value}`)
  return read
}

/** Null for what makes no sense. */
const READERS: Readonly<Record<Kind, (value: string) => string | null>> = {
  flag: (value) => (YES.includes(value) ? 'true' : NO.includes(value) ? 'false' : null),
  number: wholeNumber,
  limit: (value) => {
    const limit = wholeNumber(value)
    return limit === null || (Number(limit) <= 0 && limit !== '-1') ? null : limit
  },
  severity: (value) => SEVERITIES.find((severity) => severity === value.toLowerCase()) ?? null,
  text: (value) => value,
}

function wholeNumber(value: string): string | null {
  return /^[+-]?\d{1,9}$/.test(value) ? String(Number(value)) : null
}
