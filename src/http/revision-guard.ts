import type { ApiCall, RevisedBy } from '../contract/api-call.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { Project } from '../domain/project.ts'
import type { Guard, Revised, Revisions } from '../domain/revision.ts'
import { entityTag, ifMatchNames } from './entity-tag.ts'

/** The guard of one request: it holds the thing against `If-Match`, and brings its `ETag`. */
export interface RequestGuard extends Guard {
  /** Holds the thing against `If-Match` unless the store has done so; a read must say before it reads. */
  readonly check: () => Promise<void>
  /** The header `ETag` of the answer, as soon as the revision is known. */
  readonly headers: () => Readonly<Record<string, string>>
}

/** Null for a call of what has no revision. */
export function requestGuard(
  { method, revised }: Pick<ApiCall, 'method' | 'revised'>,
  call: { readonly params: unknown; readonly project: Project | null; readonly ifMatch: string | undefined },
  revisions: Revisions,
): RequestGuard | null {
  if (revised === undefined) return null
  const thing = thingOf(revised, call)
  let known: string | null = null
  const assertKnown = (revision: string): void => {
    if (call.ifMatch !== undefined && !ifMatchNames(call.ifMatch, revision)) throw changedMeanwhile()
    known = revision
  }
  return {
    assertKnown,
    changed: (revision) => void (known = revision),
    async check() {
      if (known !== null) return
      const revision = await revisions.of(thing)
      if (revision !== null) assertKnown(revision)
    },
    headers: (): Record<string, string> =>
      known === null || method === 'DELETE' ? {} : { etag: entityTag(known) },
  }
}

function thingOf(
  { kind, param = '' }: RevisedBy,
  { params, project }: { readonly params: unknown; readonly project: Project | null },
): Revised {
  const value = (params as Readonly<Record<string, string | number>> | undefined)?.[param]
  if (kind === 'settings') return { kind }
  if (kind === 'scanner') return { kind, uuid: String(value) }
  if (kind === 'project') return { kind, id: project?.id ?? 0 }
  return { kind, id: Number(value) }
}

function changedMeanwhile(): BellbuoyError {
  return new BellbuoyError(
    'CHANGED',
    'someone has changed it since: the tag in If-Match is not its ETag; read it again, and repeat the change on that',
  )
}
