import Type, { type Static, type TObject, type TSchema } from 'typebox'
import { ACTOR_KINDS, type ArtifactRole } from '../../domain/event/event.ts'
import { type EventShape, type EventType, shapeOf } from '../../domain/event/event-type.ts'
import { ChartBlock, ProblemBlock, QuotaBlock, ScanBlock, nullable } from './detail-schema.ts'

/** Grows when a key is taken away or changes its meaning; keys may be added without. */
export const PAYLOAD_VERSION = '1'

const ROLES: readonly ArtifactRole[] = ['root', 'child', 'accessory']

const text = (description: string) => Type.String({ description })
const textOrNull = (description: string) => nullable(Type.String(), description)
const oneOf = <const Choice extends string>(choices: readonly Choice[], description: string) =>
  Type.Enum([...choices], { description })

export const ArtifactBlock = Type.Object({
  digest: textOrNull('`sha256:…` of the manifest'),
  tag: textOrNull(
    'the tag that the event is about; of a pull by digest the only tag that is known to point there',
  ),
  tags: nullable(
    Type.Array(Type.String()),
    'every tag that pointed to the digest after the event; null when unknown',
  ),
  media_type: textOrNull('of the manifest'),
  artifact_type: textOrNull('what it is: its `artifactType`, else the media type of its config'),
  manifest_size: nullable(Type.Integer(), 'bytes of the manifest alone'),
  size: nullable(Type.Integer(), 'bytes of the manifest and all that it refers to'),
  platforms: Type.Array(Type.String(), { description: '`os/architecture[/variant]`; empty when not known' }),
  subject: textOrNull('digest of the manifest that it is attached to'),
  pull_by_tag: textOrNull('`host/repository:tag`'),
  pull_by_digest: textOrNull('`host/repository@digest`'),
})
export type ArtifactBlock = Static<typeof ArtifactBlock>

/** What every payload has; the details of other types are null. */
const COMMON = {
  version: Type.Literal(PAYLOAD_VERSION),
  id: text('of the event; the same for every policy, target, retry and redelivery'),
  type: Type.String(),
  occurred_at: text('when it happened, RFC 3339'),
  accepted_at: text('when Bellbuoy learned of it, RFC 3339'),
  sequence: nullable(
    Type.Integer(),
    'grows with every event of the repository, with gaps; null without a repository',
  ),
  late: Type.Boolean({
    description: 'true: it was reported after a later change of what it is about, so it moved no tag',
  }),
  project: Type.Object({ name: Type.String(), visibility: oneOf(['private', 'public'], 'who may pull') }),
  repository: nullable(
    Type.Object({
      name: text('inside the project; may hold slashes'),
      full_name: text('with the project'),
      first_seen_at: text('when Bellbuoy first heard of it, RFC 3339'),
    }),
    'null for what concerns the project as a whole',
  ),
  actor: Type.Object({
    name: textOrNull('as the registry knows them'),
    kind: oneOf(ACTOR_KINDS, 'who acted'),
  }),
  trigger: textOrNull("why the actor acted, in the source's words"),
  origin: Type.Object({
    registry: textOrNull('host and port under which the client reached the registry'),
    request_id: textOrNull('of the request to the registry that caused the event'),
  }),
  source: Type.Object({
    name: text('of the source in Bellbuoy'),
    kind: text('for example `distribution`'),
    event_id: text("the source's own id of the event"),
  }),
  reference: nullable(
    Type.Object({ kind: oneOf(['tag', 'digest'], 'what the client named'), value: Type.String() }),
    'how the client named the artifact',
  ),
  role: oneOf(ROLES, 'what the artifact is to what the user did'),
  artifact: nullable(ArtifactBlock, 'the first of `artifacts`'),
  artifacts: Type.Array(ArtifactBlock, { description: 'a delete has one for each tag that went' }),
  previous_digest: textOrNull('of a tag that moved: where it pointed before'),
  chart: nullable(ChartBlock, 'of a Helm chart'),
  scan: nullable(ScanBlock, 'of a scan that has ended'),
  quota: nullable(QuotaBlock, 'the storage of the project'),
  replication: nullable(Type.Record(Type.String(), Type.Unknown()), "Harbor's object, as it was reported"),
  retention: nullable(Type.Record(Type.String(), Type.Unknown()), "Harbor's object, as it was reported"),
  problem: nullable(ProblemBlock, 'of a meta event: what needs a person'),
  policy: Type.Object({
    id: Type.Integer(),
    name: Type.String(),
    project_id: Type.Integer({ description: '0 for a global policy' }),
  }),
}

export type BellbuoyPayload = Static<TObject<typeof COMMON>>

/** The names of all keys, in their order. */
export const PAYLOAD_KEYS: readonly string[] = Object.keys(COMMON)

/** Details that only events of the shape of the same name have. */
export type Detail = Extract<EventShape, 'scan' | 'quota' | 'replication' | 'retention' | 'problem'>
const DETAILS: readonly Detail[] = ['scan', 'quota', 'replication', 'retention', 'problem']

/** Whether events of this type may have this detail; in all others it is null. */
export function hasDetail(type: EventType, detail: Detail): boolean {
  return shapeOf(type) === detail
}

/** JSON Schema (2020-12) of the payloads of one type. Keys that it does not name may come without a new version. */
export function bellbuoySchema(type: EventType): object {
  const absent = DETAILS.filter((detail) => !hasDetail(type, detail)).map((detail): [string, TSchema] => [
    detail,
    Type.Null(),
  ])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:bellbuoy:payload:${PAYLOAD_VERSION}:${type}`,
    title: `${type}, as Bellbuoy's own payload format writes it`,
    ...Type.Object({ ...COMMON, type: Type.Literal(type), ...Object.fromEntries(absent) }),
  }
}
