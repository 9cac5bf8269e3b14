import type { ProjectResponse } from '../../contract/projects/project.ts'
import type { Shown } from '../remote/output.ts'
import { whole } from '../remote/times.ts'

export function isPublic({ metadata }: Pick<ProjectResponse, 'metadata'>): boolean {
  return metadata['public'] === 'true'
}

export const SHOWN_PROJECT: Shown<ProjectResponse> = {
  columns: [
    { title: 'PROJECT', of: ({ name }) => name, least: 40 },
    { title: 'ACCESS', of: (project) => (isPublic(project) ? 'public' : 'private') },
    { title: 'CREATED', of: ({ creation_time }) => whole(creation_time), isWhole: true },
  ],
  key: ({ name }) => name,
  none: 'No projects found.',
}
