import type { PolicyFilterBody } from '../../../contract/webhooks/policy-filter.ts'
import { type BellbuoyError, badRequest } from '../../../domain/errors.ts'
import { ACTOR_KINDS, type ActorKind } from '../../../domain/event/event.ts'
import { SEVERITIES, type Severity } from '../../../domain/event/event-detail.ts'
import { globFault, wildnessOf } from '../../../domain/policy/glob.ts'
import {
  type PolicyFilter,
  MAX_GLOBS,
  MAX_GLOB_CHARACTERS_IN_ALL,
  MAX_WILDNESS_IN_ALL,
  globsOf,
} from '../../../domain/policy/policy-filter.ts'
import type { Selection } from '../../../domain/policy/selection.ts'

/** @throws BellbuoyError `BAD_REQUEST` naming the field, and in a glob the position */
export function policyFilter(body: PolicyFilterBody = {}): PolicyFilter {
  const filter = filterOf(body)
  assertSmall(globsOf(filter))
  return filter
}

function assertSmall(patterns: readonly string[]): void {
  if (patterns.length > MAX_GLOBS) {
    throw badRequest(`filter: it has ${patterns.length} globs, and ${MAX_GLOBS} at the most are allowed`)
  }
  const characters = patterns.reduce((sum, { length }) => sum + length, 0)
  if (characters > MAX_GLOB_CHARACTERS_IN_ALL) {
    throw badRequest(
      `filter: its globs have ${characters} characters in all, and ${MAX_GLOB_CHARACTERS_IN_ALL} at the most are allowed`,
    )
  }
  const wildness = patterns.reduce((sum, pattern) => sum + wildnessOf(pattern), 0)
  if (wildness <= MAX_WILDNESS_IN_ALL) return
  throw badRequest(
    `filter: its globs have too many stars and alternatives in braces: ${wildness}, where an alternative counts twice, and ${MAX_WILDNESS_IN_ALL} at the most are allowed`,
  )
}

function filterOf(body: PolicyFilterBody): PolicyFilter {
  return {
    repositories: selection('repositories', body.repositories),
    tags: selection('tags', body.tags),
    mediaTypes: globs('media_types', body.media_types),
    artifactTypes: globs('artifact_types', body.artifact_types),
    actorKinds: (body.actor_kinds ?? []).map((kind, index) =>
      oneOf<ActorKind>(`actor_kinds[${index}]`, kind, ACTOR_KINDS),
    ),
    operators: selection('operators', body.operators),
    minSeverity:
      (body.min_severity ?? '') === ''
        ? null
        : oneOf<Severity>('min_severity', body.min_severity ?? '', SEVERITIES),
    children: body.children ?? false,
    accessories: body.accessories ?? false,
  }
}

/** As a client would write it: what does not narrow is left out; null when nothing does. */
export function policyFilterBody(filter: PolicyFilter): PolicyFilterBody | null {
  const body: PolicyFilterBody = {
    ...selectionBody('repositories', filter.repositories),
    ...selectionBody('tags', filter.tags),
    ...(filter.mediaTypes.length > 0 && { media_types: [...filter.mediaTypes] }),
    ...(filter.artifactTypes.length > 0 && { artifact_types: [...filter.artifactTypes] }),
    ...(filter.actorKinds.length > 0 && { actor_kinds: [...filter.actorKinds] }),
    ...selectionBody('operators', filter.operators),
    ...(filter.minSeverity !== null && { min_severity: filter.minSeverity }),
    ...(filter.children && { children: true }),
    ...(filter.accessories && { accessories: true }),
  }
  return Object.keys(body).length === 0 ? null : body
}

type WrittenSelection = { readonly include?: readonly string[]; readonly exclude?: readonly string[] }

function selection(field: string, { include, exclude }: WrittenSelection = {}): Selection {
  return { include: globs(`${field}.include`, include), exclude: globs(`${field}.exclude`, exclude) }
}

function selectionBody(field: 'repositories' | 'tags' | 'operators', { include, exclude }: Selection) {
  const written = {
    ...(include.length > 0 && { include: [...include] }),
    ...(exclude.length > 0 && { exclude: [...exclude] }),
  }
  return Object.keys(written).length === 0 ? {} : { [field]: written }
}

function globs(field: string, patterns: readonly string[] = []): readonly string[] {
  for (const [index, pattern] of patterns.entries()) {
    const fault = globFault(pattern)
    if (fault === null) continue
    throw badFilter(
      `${field}[${index}]`,
      `the glob ${JSON.stringify(pattern)} ${fault.problem} (position ${fault.position})`,
    )
  }
  return [...patterns]
}

function oneOf<Value extends string>(field: string, given: string, known: readonly Value[]): Value {
  const found = known.find((value) => value.toLowerCase() === given.toLowerCase())
  if (found !== undefined) return found
  throw badFilter(field, `${JSON.stringify(given)} is none of ${known.join(', ')}`)
}

function badFilter(field: string, problem: string): BellbuoyError {
  return badRequest(`filter.${field}: ${problem}`)
}
