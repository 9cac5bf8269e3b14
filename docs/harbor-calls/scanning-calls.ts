import { type HarborCall, LIST } from './harbor-call.ts'

const PROJECT = '/projects/{project_name_or_id}'
const SCAN = '/projects/{project_name}/repositories/{repository_name}/artifacts/{reference}/scan'

const OWN_FIELDS = 'scanners have `registry_url` and other fields of ours'
const BY_PROJECT = 'each project is scanned on a schedule of its own (`scan_interval_hours`)'

export const SCANNER_CALLS = [
  {
    call: 'GET /scanners',
    operation: 'listScanners',
    query: LIST,
    differs: `${OWN_FIELDS}, and no \`capabilities\``,
  },
  {
    call: 'POST /scanners',
    operation: 'createScanner',
    differs: 'the scanner is not asked; `use_internal_addr` has no effect',
  },
  {
    call: 'POST /scanners/ping',
    operation: 'pingScanner',
    differs: 'a scanner that does not serve is 412, not 500',
  },
  {
    call: 'GET /scanners/{registration_id}',
    operation: 'getScanner',
    differs: `${OWN_FIELDS}, and no \`capabilities\``,
  },
  {
    call: 'PUT /scanners/{registration_id}',
    operation: 'updateScanner',
    differs: 'a stored secret does not move to another host',
  },
  { call: 'DELETE /scanners/{registration_id}', operation: 'deleteScanner', differs: OWN_FIELDS },
  { call: 'PATCH /scanners/{registration_id}', operation: 'setScannerAsDefault', same: true },
  {
    call: 'GET /scanners/{registration_id}/metadata',
    operation: 'getScannerMetadata',
    differs: 'has `report_type`; a scanner that does not serve is 412, not 500',
  },
  {
    call: `GET ${PROJECT}/scanner`,
    operation: 'getScannerOfProject',
    differs: 'a project without a scanner is 404; Harbor answers 200 without a body',
  },
  {
    call: `PUT ${PROJECT}/scanner`,
    operation: 'setScannerOfProject',
    differs: 'an empty `uuid` returns to the default scanner',
  },
  {
    call: `GET ${PROJECT}/scanner/candidates`,
    operation: 'listScannerCandidatesOfProject',
    query: LIST,
    differs: OWN_FIELDS,
  },
] as const satisfies readonly HarborCall[]

export const SCAN_CALLS = [
  {
    call: `POST ${SCAN}`,
    operation: 'scanArtifact',
    differs: 'the `scan_type` `sbom` is 400; a tag must have been pushed since Bellbuoy listens',
  },
  {
    call: `POST ${SCAN}/stop`,
    operation: 'stopScanArtifact',
    differs: 'the `scan_type` `sbom` is 400; 202 even if no scan is under way',
  },
  {
    call: `GET ${SCAN}/{report_id}/log`,
    operation: 'getReportLog',
    absent: '`/projects/{project}/scans` lists scans with their errors',
  },
  { call: 'GET /scans/all/metrics', operation: 'getLatestScanAllMetrics', absent: BY_PROJECT },
  { call: 'GET /scans/schedule/metrics', operation: 'getLatestScheduledScanAllMetrics', absent: BY_PROJECT },
  { call: 'GET /system/scanAll/schedule', operation: 'getScanAllSchedule', absent: BY_PROJECT },
  { call: 'PUT /system/scanAll/schedule', operation: 'updateScanAllSchedule', absent: BY_PROJECT },
  { call: 'POST /system/scanAll/schedule', operation: 'createScanAllSchedule', absent: BY_PROJECT },
  { call: 'POST /system/scanAll/stop', operation: 'stopScanAll', absent: BY_PROJECT },
] as const satisfies readonly HarborCall[]
