import { randomBytes } from 'node:crypto'
import { manifestRequests, type PushedManifest } from '../../support/registry/manifest-requests.ts'
import type { PushedManifests } from './pushed-manifests.ts'

export type Client = ReturnType<typeof manifestRequests>

/** Where a story plays: everything in it has a name that no other story uses. */
export interface Scene {
  readonly host: string
  /** A repository that nobody has used. */
  readonly repository: () => string
  /** A client with a user agent of its own, in any repository. */
  readonly client: (program: string) => (repository: string) => Client
  /** Notes a push that another program made. */
  readonly note: PushedManifests['note']
}

/** What somebody does, from its first request to its last. */
export type Story = (scene: Scene) => Promise<void>

export const randomName = (): string => randomBytes(6).toString('hex')

export function createScene(host: string, project: string, pushed: PushedManifests): Scene {
  return {
    host,
    repository: () => `${project}/${randomName()}`,
    client(program) {
      const userAgent = `${program}/${randomName()}`
      return (repository) => noting(manifestRequests({ host, userAgent }, repository), repository, pushed)
    },
    note: (repository, reference, manifest) => pushed.note(repository, reference, manifest),
  }
}

function noting(client: Client, repository: string, pushed: PushedManifests): Client {
  return {
    ...client,
    async push(manifest: PushedManifest, reference = manifest.digest) {
      await client.push(manifest, reference)
      pushed.note(repository, reference, manifest)
    },
  }
}
