import type { ApiCall, RevisedBy } from '../contract/api-call.ts'
import { BellbuoyError } from '../domain/errors.ts'
import type { Guard, Revised, Revisions } from '../domain/revision.ts'
import { entityTag, ifMatchNames } from './entity-tag.ts'
import type { Answer, Call, Route } from './route.ts'

/**
 * Answers a call. Where it is about what has a revision, `If-Match` is checked, and the answer has an `ETag`. A read takes the revision before it
 * reads: the tag of an answer is never newer than its body.
 *
 * @throws BellbuoyError `CHANGED`, and what the handler throws
 */
export async function handleGuarded(line: Route, call: Call, revisions: Revisions): Promise<Answer> {
  const guard = requestGuard(line, call, revisions)
  if (guard === null) return line.handle(call)
  const tagged = (answer: Answer): Answer => ({
    ...answer,
    headers: { ...answer.headers, ...guard.headers() },
  })
  if (line.method !== 'GET') {
    const answer = await line.handle({ ...call, guard })
    await guard.check()
    return tagged(answer)
  }
  const refusal = await guard.check().then(
    () => null,
    (error: unknown) => ({ error }),
  )
  const answer = await line.handle(call)
  // What would be refused anyway was refused by now.
  if (refusal !== null) throw refusal.error
  return tagged(answer)
}

/** The guard of one request: it holds the thing against `If-Match`, and brings its `ETag`. */
interface RequestGuard extends Guard {
  /** Holds the thing against `If-Match` unless the store has done so; a read must say before it reads. */
  readonly check: () => Promise<void>
  /** The header `ETag` of the answer, as soon as the revision is known. */
  readonly headers: () => Readonly<Record<string, string>>
}

/** Null for a call of what has no revision. */
function requestGuard(
  { method, revised }: Pick<ApiCall, 'method' | 'revised'>,
  call: Call,
  revisions: Revisions,
): RequestGuard | null {
  if (revised === undefined) return null
  const thing = thingOf(revised, call)
  const ifMatch = call.headers['if-match']?.toString()
  let known: string | null = null
  const assertKnown = (revision: string): void => {
    if (ifMatch !== undefined && !ifMatchNames(ifMatch, revision)) throw changedMeanwhile()
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
  { params, project }: Pick<Call, 'params' | 'project'>,
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
