import { badRequest } from '../../../domain/errors.ts'
import type { ProjectDraft } from '../../../domain/project.ts'
import { scanIntervalMs } from '../../../domain/scanning/scan-schedule.ts'

const MAX_ENTRIES = 50
const MAX_LENGTH = 1000

/**
 * The metadata in a request. `public` decides who may see it; the other entries are settings of a Harbor registry,
 * kept as they are, because the Terraform provider reads back what it wrote.
 *
 * @throws BellbuoyError `BAD_REQUEST` when there is more than a project of Harbor's could have, or a visibility or schedule that makes no sense
 */
export function projectMetadata(
  metadata: Readonly<Record<string, string>> | undefined,
  isPublic: boolean | undefined,
): Pick<ProjectDraft, 'metadata'> & Partial<Pick<ProjectDraft, 'isPublic'>> {
  const { public: visibility, ...others } = metadata ?? {}
  if (visibility !== undefined && visibility !== '' && !['true', 'false'].includes(visibility))
    throw badRequest(`metadata.public should only be 'true' or 'false', but got: '${visibility}'`)
  const tooLong = Object.entries(others).some(([key, value]) => key.length + value.length > MAX_LENGTH)
  if (tooLong || Object.keys(others).length > MAX_ENTRIES) {
    const limits = `${MAX_ENTRIES} entries of ${MAX_LENGTH} characters`
    throw badRequest(`the metadata of a project may have ${limits} at the most`)
  }
  const interval = scanIntervalMs(others)
  if (typeof interval === 'string') throw badRequest(interval)
  const given = visibility ? visibility === 'true' : isPublic
  return { metadata: others, ...(given !== undefined && { isPublic: given }) }
}
