import Type, { type Static, type TSchema } from 'typebox'
import { ACTOR_KINDS } from '../../domain/event/event.ts'
import { type EventShape, type EventType, REPORTED_TYPES, shapeOf } from '../../domain/event/event-type.ts'
import { FINDING_KINDS, SEVERITIES } from '../../domain/event/event-detail.ts'
import { CHART_NAME, CHART_VERSION, DIGEST, REPOSITORY, TAG } from '../../domain/event/registry-grammar.ts'
import { PROJECT_NAME } from '../../domain/project.ts'

/** The `data` of a CloudEvent that reports an event: one schema for each shape of event. Unknown keys are refused. */

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  Type.Enum([...values] as Values[number][])
const line = (description: string, maxLength = 1024) =>
  Type.String({ description, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$' })
const text = (description: string, maxLength: number) => Type.String({ description, maxLength })
const count = (description: string) =>
  Type.Integer({ description, minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const kept = (description: string) => Type.Record(Type.String(), Type.Unknown(), { description })

const Project = Type.String({
  description: 'name of the project',
  maxLength: 255,
  pattern: PROJECT_NAME.source,
})
const Repository = Type.String({
  description: 'path in the registry, its project first: `shop/web`',
  maxLength: 255,
  pattern: REPOSITORY.source,
})
const Tag = Type.String({ pattern: TAG.source })
const Digest = Type.String({ description: 'of the manifest', maxLength: 255, pattern: DIGEST.source })

const who = {
  operator: Type.Optional(line('who did it')),
  actor_kind: Type.Optional(oneOf(ACTOR_KINDS)),
  registry_host: Type.Optional(line('host and port of the registry', 255)),
  request_id: Type.Optional(line('id of the request that caused it')),
  trigger: Type.Optional(line('why they acted')),
}

const artifact = {
  tag: Type.Optional(Tag),
  digest: Type.Optional(Digest),
  media_type: Type.Optional(line('of the manifest', 255)),
  artifact_type: Type.Optional(line('what the artifact is', 255)),
  size: Type.Optional(count('bytes of the manifest')),
  content_size: Type.Optional(count('bytes of the manifest and all that it refers to')),
  platforms: Type.Optional(Type.Array(line('`os/architecture[/variant]`', 128), { maxItems: 100 })),
  subject: Type.Optional(Digest),
  tags: Type.Optional(Type.Array(Tag, { maxItems: 1000, description: 'every tag of it after the event' })),
}

const strict = { additionalProperties: false }
const image = { ...who, repository: Repository, ...artifact }
const role = { role: Type.Optional(oneOf(['root', 'child', 'accessory'])) }

const Deleted = Type.Object(
  {
    ...image,
    deleted_tags: Type.Optional(
      Type.Array(Tag, { maxItems: 1000, description: 'the tags that went with it, when there were several' }),
    ),
  },
  strict,
)
const Chart = Type.Object(
  {
    ...who,
    project: Project,
    chart: Type.Object(
      {
        name: Type.String({ maxLength: 200, pattern: CHART_NAME.source }),
        version: Type.String({ maxLength: 255, pattern: CHART_VERSION.source }),
        type: Type.Optional(line('`application` or `library`', 64)),
        size: Type.Optional(count('bytes of the archive')),
      },
      strict,
    ),
  },
  strict,
)

const Finding = Type.Object(
  {
    kind: Type.Optional(oneOf(FINDING_KINDS)),
    id: line('for example `CVE-2024-3094`', 128),
    package: Type.Optional(line('that has it, or the file where there is no package')),
    version: Type.Optional(line('of the package')),
    fix_version: Type.Optional(line('that fixes it')),
    severity: Type.Optional(oneOf(SEVERITIES)),
    description: Type.Optional(text('what it is', 10_000)),
    links: Type.Optional(Type.Array(line('to read more', 2048), { maxItems: 20 })),
  },
  strict,
)
const Scan = Type.Object(
  {
    ...image,
    scan: Type.Object(
      {
        type: Type.Optional(oneOf(['vulnerability', 'sbom'])),
        report_id: Type.Optional(line('id of the report')),
        media_type: Type.Optional(line('of the report', 255)),
        severity: Type.Optional(oneOf(SEVERITIES)),
        summary: Type.Optional(
          Type.Object(
            {
              total: count('findings'),
              fixable: count('findings that have a fix'),
              by_severity: Type.Record(
                Type.String({ pattern: `^(${SEVERITIES.join('|')})$` }),
                count('findings'),
              ),
            },
            strict,
          ),
        ),
        duration_seconds: Type.Optional(count('of the scan')),
        start_time: Type.Optional(line('RFC 3339', 64)),
        end_time: Type.Optional(line('RFC 3339', 64)),
        scanner: Type.Optional(
          Type.Object(
            {
              name: line('', 255),
              vendor: Type.Optional(line('', 255)),
              version: Type.Optional(line('', 255)),
            },
            strict,
          ),
        ),
        findings: Type.Optional(Type.Array(Finding, { maxItems: 1000 })),
        link: Type.Optional(line('where the whole report is', 2048)),
        error: Type.Optional(text('why it failed', 10_000)),
      },
      strict,
    ),
  },
  strict,
)
const Quota = Type.Object(
  {
    ...image,
    quota: Type.Object(
      {
        limit_bytes: Type.Optional(count('of the project')),
        used_bytes: Type.Optional(count('by the project')),
        details: Type.Optional(text('a sentence about it', 10_000)),
      },
      strict,
    ),
  },
  strict,
)
const Moved = { previous_digest: Type.Optional(Digest) }
const Tagged = Type.Object({ ...image, tag: Tag, ...Moved }, strict)
const Replication = Type.Object(
  { ...who, project: Project, replication: kept('Harbor’s `replication` object, kept as it is') },
  strict,
)
const Retention = Type.Object(
  { ...who, project: Project, retention: kept('Harbor’s `retention` object, kept as it is') },
  strict,
)
const Pushed = Type.Object({ ...image, ...role, ...Moved }, strict)

const OF_SHAPE: Readonly<Record<EventShape, TSchema>> = {
  artifact: Type.Object({ ...image, ...role }, strict),
  deletion: Deleted,
  tag: Tagged,
  repository: Type.Object({ ...who, repository: Repository }, strict),
  chart: Chart,
  scan: Scan,
  quota: Quota,
  replication: Replication,
  retention: Retention,
  // Bellbuoy alone reports these.
  problem: Type.Never(),
}

/** Of what happens to an artifact only a push can move a tag. */
const OF_TYPE: Partial<Record<EventType, TSchema>> = { PUSH_ARTIFACT: Pushed }

/** The schema of the `data` of an event of this type. */
export function eventDataSchema(type: EventType): TSchema {
  return OF_TYPE[type] ?? OF_SHAPE[shapeOf(type)]
}

export type DeletedData = Static<typeof Deleted>
export type ChartData = Static<typeof Chart>
export type ScanData = Static<typeof Scan>
export type QuotaData = Static<typeof Quota>
export type ImageData = Static<typeof Pushed>
export type ReplicationData = Static<typeof Replication>
export type RetentionData = Static<typeof Retention>

/** A CloudEvent that reports one event. */
export const CloudEventBody = Type.Object({
  specversion: Type.Literal('1.0'),
  id: line('the same again is the same event'),
  source: line('whose id it is'),
  type: line('an event type, by any of its names'),
  time: Type.Optional(Type.String({ format: 'date-time', description: 'when it happened; now unless said' })),
  data: Type.Union(REPORTED_TYPES.map(eventDataSchema), { description: 'by `type`; each is one of these' }),
})
export const CloudEventBatchBody = Type.Array(CloudEventBody)
