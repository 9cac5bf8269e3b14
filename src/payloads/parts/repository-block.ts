import type { PayloadInput } from '../../domain/delivery/payload-format.ts'
import { nameInProject } from '../../domain/project.ts'
import { unixSeconds } from './unix-seconds.ts'

export interface RepositoryBlock {
  readonly date_created: number
  readonly name: string
  readonly namespace: string
  readonly repo_full_name: string
  readonly repo_type: 'public' | 'private'
}

/** The `repository` object that the proposal and Harbor's formats share, keys in their order. */
export function repositoryBlock({ event, project, repositoryCreatedAtMs }: PayloadInput): RepositoryBlock {
  return {
    date_created: unixSeconds(repositoryCreatedAtMs),
    name: nameInProject(event.repository),
    namespace: project.name,
    repo_full_name: event.repository,
    repo_type: project.isPublic ? 'public' : 'private',
  }
}
