import Type, { type Static } from 'typebox'
import { ACTOR_KINDS } from '../../domain/event/event.ts'
import { FINDING_KINDS } from '../../domain/event/event-detail.ts'

const text = (description: string) => Type.Optional(Type.String({ description }))
const number = (description: string) => Type.Optional(Type.Number({ description }))
const reported = (what: string) =>
  Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: `Harbor's \`${what}\` object` }))

const ArtifactBody = Type.Object({
  digest: text('of the manifest'),
  tag: text('that the event is about'),
  tags: Type.Optional(Type.Array(Type.String(), { description: 'every tag of it after the event' })),
  media_type: text('of the manifest'),
  artifact_type: text('what the artifact is'),
  manifest_size: number('bytes of the manifest'),
  size: number('bytes of the manifest and all that it refers to'),
  platforms: Type.Array(Type.String(), { description: '`os/architecture[/variant]`' }),
  subject: text('digest of the manifest that it is attached to'),
})
export type ArtifactBody = Static<typeof ArtifactBody>

const FindingBody = Type.Object({
  kind: Type.Enum([...FINDING_KINDS]),
  id: Type.String({ description: 'for example `CVE-2024-3094`' }),
  package: Type.String({ description: 'that has it, or the file where there is no package' }),
  version: text('of the package'),
  fix_version: text('that fixes it'),
  severity: Type.String(),
  description: text('what it is'),
  links: Type.Array(Type.String()),
})
export type FindingBody = Static<typeof FindingBody>

const ScanBody = Type.Object({
  type: text('`vulnerability` or `sbom`'),
  severity: text('the worst of its reports'),
  scanner: text('name and version'),
  duration_seconds: number('of the scan'),
  by_severity: Type.Record(Type.String(), Type.Integer(), { description: 'number of findings' }),
  fixable: number('findings that have a fix'),
  findings: Type.Array(FindingBody, { description: 'the first ones, worst first' }),
  truncated: Type.Boolean({ description: 'there are more findings' }),
  link: text('where the whole report is'),
  error: text('why it failed'),
})
export type ScanBody = Static<typeof ScanBody>

/** What a source reported of an event, beside who, what and when. What is not known is left out. */
export const EventContentBody = Type.Object({
  actor_kind: Type.Enum([...ACTOR_KINDS]),
  registry_host: text('host and port of the registry'),
  request_id: text('id of the request to the registry that caused it'),
  trigger: text('why they acted'),
  previous_digest: text('that the tag pointed to before'),
  artifacts: Type.Array(ArtifactBody, { description: 'the first one is what the event is about' }),
  chart: Type.Optional(
    Type.Object({
      name: Type.String(),
      version: Type.String(),
      type: text('`application` or `library`'),
      size: number('bytes of the archive'),
    }),
  ),
  scan: Type.Optional(ScanBody),
  quota: Type.Optional(
    Type.Object({
      limit_bytes: number('of the project'),
      used_bytes: number('by the project'),
      details: text('a sentence about it'),
    }),
  ),
  replication: reported('replication'),
  retention: reported('retention'),
  problem: Type.Optional(
    Type.Object({
      finding: Type.String({ description: 'what is wrong' }),
      reason: text('the last answer'),
      cure: text('what most likely helps'),
      since: Type.String({ format: 'date-time' }),
      closed_at: Type.Optional(Type.String({ format: 'date-time' })),
    }),
  ),
})
export type EventContentBody = Static<typeof EventContentBody>
