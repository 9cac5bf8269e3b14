import Type from 'typebox'
import { DIGEST, REPOSITORY, TAG } from '../../domain/event/registry-grammar.ts'
import { PROJECT_PATH, apiCall } from '../api-call.ts'
import { ProjectParams } from '../params.ts'
import { ScanResponse, ScanScheduleResponse } from '../scanning/scanner.ts'
import { NotificationResponse } from '../sources/notification.ts'

const SCAN = `${PROJECT_PATH}/repositories/:repository_name/artifacts/:reference/scan`
const ArtifactParams = Type.Object({
  project_name_or_id: Type.String(),
  repository_name: Type.String({
    description: 'without its project; its slashes percent-encoded, once or twice',
  }),
  reference: Type.String({
    description: 'a digest, or a tag whose push was reported to Bellbuoy',
  }),
})

const ScanTypeRequest = Type.Object({
  scan_type: Type.Optional(Type.String({ description: 'vulnerability; sbom is refused' })),
})

export const scanArtifact = apiCall({
  method: 'POST',
  path: SCAN,
  operation: 'ScanArtifact',
  summary: 'Scan an image with the scanner of its project',
  tag: 'scan',
  needs: 'scan:create',
  schema: { params: ArtifactParams, body: ScanTypeRequest },
  isBodyOptional: true,
  answers: { 202: null },
})

export const stopScan = apiCall({
  method: 'POST',
  path: `${SCAN}/stop`,
  operation: 'StopScanArtifact',
  summary: 'Stop the scans of an image that have not ended',
  tag: 'scan',
  needs: 'scan:stop',
  schema: { params: ArtifactParams, body: ScanTypeRequest },
  isBodyOptional: true,
  answers: { 202: null },
})

export const listScans = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/scans`,
  operation: 'ListScans',
  summary: 'List the newest hundred scans of a project',
  tag: 'scan',
  needs: 'scan:read',
  isOurs: true,
  schema: { params: ProjectParams },
  answers: { 200: Type.Array(ScanResponse) },
})

export const getScanSchedule = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/scan-schedule`,
  operation: 'GetScanScheduleOfProject',
  summary: 'Get the scan schedule of a project',
  tag: 'scan',
  needs: 'scan:read',
  isOurs: true,
  revised: { kind: 'project' },
  schema: { params: ProjectParams },
  answers: { 200: ScanScheduleResponse },
})

export const createScanReport = apiCall({
  method: 'POST',
  path: `${PROJECT_PATH}/scan-reports`,
  operation: 'CreateScanReport',
  summary: 'Upload a report of `trivy image --format json`; the image is named in it, or in the query',
  tag: 'scan',
  needs: 'scan:create',
  isOurs: true,
  schema: {
    params: ProjectParams,
    querystring: Type.Object({
      repository: Type.Optional(Type.String({ maxLength: 255, pattern: REPOSITORY.source })),
      tag: Type.Optional(Type.String({ pattern: TAG.source })),
      digest: Type.Optional(Type.String({ maxLength: 255, pattern: DIGEST.source })),
      duration: Type.Optional(Type.Integer({ minimum: 0, description: 'of the scan, in seconds' })),
    }),
  },
  bodies: { 'application/json': Type.Object({ SchemaVersion: Type.Literal(2) }) },
  maxBodyBytes: 32 * 1024 * 1024,
  answers: { 200: NotificationResponse },
})
