import Type, { type Static, type TSchema } from 'typebox'
import { FINDING_KINDS } from '../../domain/event/event-detail.ts'

/** A value that null stands in for when it is not known, or when events of the type have none. */
export const nullable = <Schema extends TSchema>(schema: Schema, description: string) =>
  Type.Union([schema, Type.Null()], { description })

export const ChartBlock = Type.Object({
  name: Type.String(),
  version: Type.String(),
  type: nullable(Type.String(), '`application` or `library`'),
  size: nullable(Type.Integer(), 'bytes'),
})
export type ChartBlock = Static<typeof ChartBlock>

const ReportBlock = Type.Object({
  media_type: Type.String(),
  id: Type.String(),
  status: Type.String({ description: '`Success`, `Error`, `Stopped`, …' }),
  severity: nullable(Type.String(), 'the worst that was found'),
  duration_seconds: Type.Number(),
  summary: nullable(
    Type.Object({
      total: Type.Integer(),
      fixable: Type.Integer(),
      by_severity: Type.Record(Type.String(), Type.Integer()),
      by_kind: nullable(
        Type.Record(Type.String(), Type.Integer()),
        'null where the report has vulnerabilities only',
      ),
    }),
    'null when there is no result',
  ),
  started_at: nullable(Type.String(), 'as the scanner reported it'),
  ended_at: nullable(Type.String(), 'as the scanner reported it'),
  scanner: nullable(
    Type.Object({ name: Type.String(), vendor: Type.String(), version: Type.String() }),
    'the scanner',
  ),
  complete_percent: nullable(Type.Number(), '0 to 100'),
  sbom: nullable(
    Type.Object({ repository: Type.String(), digest: Type.String() }),
    'where the SBOM is stored',
  ),
})
export type ReportBlock = Static<typeof ReportBlock>

/** How many findings a payload holds at the most. */
export const MAX_FINDINGS = 50

const FindingBlock = Type.Object({
  kind: Type.Enum([...FINDING_KINDS]),
  id: Type.String({
    description: 'for example `CVE-2024-3094`; a rule of the scanner, or the name of a license',
  }),
  package: Type.String({ description: 'that has it, or the file where there is no package' }),
  version: Type.String({ description: 'of the package; empty where there is none' }),
  fix_version: nullable(Type.String(), 'the version that fixes it'),
  severity: Type.String(),
  description: Type.String(),
  links: Type.Array(Type.String()),
})
export type FindingBlock = Static<typeof FindingBlock>

export const ScanBlock = Type.Object({
  type: nullable(Type.Union([Type.Literal('vulnerability'), Type.Literal('sbom')]), 'null when unknown'),
  severity: nullable(Type.String(), 'the worst of all reports'),
  reports: Type.Array(ReportBlock, { description: 'one for each media type of report' }),
  findings: Type.Array(FindingBlock, { description: 'the worst first', maxItems: MAX_FINDINGS }),
  truncated: Type.Boolean({ description: 'whether there are more findings than these' }),
  link: nullable(Type.String(), 'where the whole report is'),
  error: nullable(Type.String(), 'why the scan failed'),
})
export type ScanBlock = Static<typeof ScanBlock>

export const QuotaBlock = Type.Object({
  limit_bytes: nullable(Type.Integer(), 'null when not reported'),
  used_bytes: nullable(Type.Integer(), 'null when not reported'),
  details: Type.String({ description: "Harbor's sentence about it" }),
})
export type QuotaBlock = Static<typeof QuotaBlock>

export const ProblemBlock = Type.Object({
  id: Type.Integer({ description: 'of the problem; the same when it opens and when it closes' }),
  kind: Type.String({ description: 'for example `target_failing`' }),
  cause: Type.String({ description: 'why, as far as that decides about the cure' }),
  finding: Type.String({ description: 'what is wrong, in words' }),
  reason: nullable(Type.String(), 'the last answer'),
  cure: Type.String({ description: 'what most likely helps' }),
  since: Type.String({ description: 'RFC 3339' }),
  policy: nullable(Type.Object({ id: Type.Integer(), name: Type.String() }), 'whose target fails'),
  target: nullable(
    Type.Object({ id: Type.Integer(), host: Type.String({ description: 'of its address' }) }),
    'that fails; it does not get this event itself',
  ),
  source: nullable(Type.Object({ name: Type.String() }), 'that is silent or refused'),
  closed_at: nullable(Type.String(), 'null while it lasts'),
  closed_because: nullable(
    Type.String(),
    '`over`, `disabled` (nothing is sent there any more) or `removed`; null while it lasts',
  ),
})
