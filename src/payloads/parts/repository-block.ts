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
export function repositoryBlock(input: PayloadInput): RepositoryBlock {
  const { event, project, repositoryCreatedAtMs } = input
  return {
    date_created: unixSeconds(event.detail.repository?.createdAtMs ?? repositoryCreatedAtMs),
    name: nameInProject(event.repository),
    namespace: project.name,
    repo_full_name: event.repository,
    repo_type: isPublic(input) ? 'public' : 'private',
  }
}

/** Whether everyone may pull, as the source says, or else as the project is set. */
export function isPublic({ event, project }: Pick<PayloadInput, 'event' | 'project'>): boolean {
  return event.detail.repository?.isPublic ?? project.isPublic
}
