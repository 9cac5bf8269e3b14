import { textAt } from './json-fields.ts'

/**
 * The project of an event that concerns a project as a whole, by Harbor's objects `replication` and `retention`, and ours of a meta event. The destination
 * names it in a replication of either direction: of a push, Harbor swaps the namespaces.
 */
export function projectWideProject(data: unknown): string {
  const namespaceOf = (end: string): string =>
    textAt(data, 'replication', end, 'namespace').split('/', 1)[0] ?? ''
  return (
    namespaceOf('dest_resource') ||
    namespaceOf('src_resource') ||
    textAt(data, 'retention', 'project_name') ||
    textAt(data, 'problem', 'project')
  )
}
