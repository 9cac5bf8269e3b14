/** JSON that is kept as it was reported. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = Readonly<Record<string, Json>>

/** What only some types of events have. */
export interface EventDetail {
  readonly chart?: Chart
  readonly scan?: Scan
  readonly quota?: Quota
  /** Harbor's `replication` object, as it was reported. */
  readonly replication?: JsonObject
  /** Harbor's `retention` object, as it was reported. */
  readonly retention?: JsonObject
  /** Of a meta event. */
  readonly problem?: ReportedProblem
  /** Of a tag that moved: the digest that it pointed to before. */
  readonly previousDigest?: string
  /** The id of the request to the registry that caused the event. */
  readonly requestId?: string
  /** What the source says of the repository itself; it counts before what Bellbuoy knows. Left out where it says nothing. */
  readonly repository?: ReportedRepository
  /** Why the actor acted, in the source's words: `push`, `schedule`, … */
  readonly trigger?: string
}

/** A repository as a source knows it. */
export interface ReportedRepository {
  /** Null when the source does not say. */
  readonly isPublic: boolean | null
  /** Null when the source does not say, as Harbor does for one that is deleted. */
  readonly createdAtMs: number | null
}

/** A problem as a meta event reports it. Nothing of it is secret: of the target's address it has the host alone. */
export interface ReportedProblem {
  readonly id: number
  readonly kind: string
  readonly cause: string
  /** What is wrong, as a sentence without a full stop. */
  readonly finding: string
  /** The last answer, in words; empty where there is nothing to say. */
  readonly reason: string
  /** What most likely helps, as a sentence. */
  readonly cure: string
  readonly sinceMs: number
  readonly policy?: { readonly id: number; readonly name: string }
  readonly target?: { readonly id: number; readonly host: string }
  readonly source?: { readonly name: string }
  /** Left out while it lasts. */
  readonly closed?: { readonly atMs: number; readonly because: string }
}

/** A Helm chart, in a chart repository or as an OCI artifact. */
export interface Chart {
  readonly name: string
  readonly version: string
  /** The `type` of its `Chart.yaml`, `application` or `library`; left out when not known. */
  readonly type?: string
  readonly sizeBytes: number | null
  /** Address of Bellbuoy's gateway to the chart repository, scheme included and without a final slash; left out when not known. */
  readonly gatewayUrl?: string
}

/** The storage of a project against its limit. */
export interface Quota {
  /** Null when not reported. */
  readonly limitBytes: number | null
  readonly usedBytes: number | null
  /** Harbor's sentence about it. */
  readonly details: string
}

/** Harbor's severities, the least first (`src/pkg/scan/vuln/severity.go`). */
export const SEVERITIES = ['None', 'Unknown', 'Negligible', 'Low', 'Medium', 'High', 'Critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** A scan that has ended. */
export interface Scan {
  /** Null when unknown. */
  readonly type: 'vulnerability' | 'sbom' | null
  /** One summary for each media type of report. */
  readonly reports: readonly ScanReport[]
  /** The first findings of the report, worst first; `truncated` says that there are more. */
  readonly findings: readonly Finding[]
  readonly truncated: boolean
  /** Where the whole report is, or null. */
  readonly link: string | null
  /** Why the scan failed, or null. */
  readonly error: string | null
  /** The scanner's number of its job; left out when not known. */
  readonly jobId?: number
}

/** One line of Harbor's `scan_overview` or `sbom_overview` (`src/pkg/scan/report`). */
export interface ScanReport {
  readonly mediaType: string
  readonly reportId: string
  /** `Success`, `Error`, `Stopped`, … */
  readonly status: string
  /** One of `SEVERITIES`, or empty. */
  readonly severity: string
  readonly durationSeconds: number
  /** Null when there is no result. */
  readonly summary: {
    readonly total: number
    readonly fixable: number
    readonly bySeverity: Readonly<Record<string, number>>
    /** Left out where the report has vulnerabilities only. */
    readonly byKind?: Readonly<Partial<Record<FindingKind, number>>>
  } | null
  /** RFC 3339, as reported; empty when unknown. */
  readonly startTime: string
  readonly endTime: string
  readonly scanner: { readonly name: string; readonly vendor: string; readonly version: string } | null
  /** 0 to 100, or null when not reported. */
  readonly completePercent: number | null
  /** Of an SBOM: where it is stored. */
  readonly sbom: { readonly repository: string; readonly digest: string } | null
}

const UNKNOWN_REPORT: ScanReport = {
  mediaType: '',
  reportId: '',
  status: '',
  severity: '',
  durationSeconds: 0,
  summary: null,
  startTime: '',
  endTime: '',
  scanner: null,
  completePercent: null,
  sbom: null,
}

/** A scan of which nothing is known. */
export const UNKNOWN_SCAN: Scan = {
  type: null,
  reports: [],
  findings: [],
  truncated: false,
  link: null,
  error: null,
}

/** The first report, for formats that write only one. */
export function reportOf({ reports }: Pick<Scan, 'reports'>): ScanReport {
  return reports[0] ?? UNKNOWN_REPORT
}

export const FINDING_KINDS = ['vulnerability', 'misconfiguration', 'secret', 'license'] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** One vulnerability in one package, or something else that a scanner warns of. */
export interface Finding {
  /** Left out: a vulnerability. */
  readonly kind?: FindingKind
  /** For example `CVE-2024-3094`; the scanner's rule of a misconfiguration or secret, the name of a license. */
  readonly id: string
  /** The package that has it, or the file where there is no package. */
  readonly package: string
  /** Of the package; empty where there is none. */
  readonly version: string
  /** The version that fixes it; empty when there is none. */
  readonly fixVersion: string
  readonly severity: string
  readonly description: string
  readonly links: readonly string[]
}

/** The worst severity of a scan's reports as an index of `SEVERITIES`; -1 when no report has one. */
export function severityRank({ reports }: Pick<Scan, 'reports'>): number {
  return Math.max(-1, ...reports.map(({ severity }) => SEVERITIES.indexOf(severity as Severity)))
}
