import Type from 'typebox'
import { PROJECT_PATH, apiCall } from '../api-call.ts'
import { ListParams, ProjectParams } from '../params.ts'
import {
  ProjectScannerRequest,
  ProjectScannerResponse,
  ScannerDefaultRequest,
  ScannerMetadataResponse,
  ScannerPingRequest,
  ScannerRequest,
  ScannerResponse,
} from '../scanning/scanner.ts'

const SCANNERS = '/api/v2.0/scanners'
const SCANNER = `${SCANNERS}/:registration_id`
/** Besides `q`, what older clients ask by. */
const ScannersQuery = Type.Object({
  ...ListParams.properties,
  name: Type.Optional(Type.String({ description: 'part of the name' })),
  description: Type.Optional(Type.String({ description: 'part of the description' })),
  url: Type.Optional(Type.String({ description: 'part of the URL' })),
  ex_name: Type.Optional(Type.String({ description: 'the whole name' })),
  ex_url: Type.Optional(Type.String({ description: 'the whole URL' })),
})
const ScannerParams = Type.Object({ registration_id: Type.String() })

export const listScanners = apiCall({
  method: 'GET',
  path: SCANNERS,
  operation: 'ListScanners',
  summary: 'List scanners',
  tag: 'scanner',
  needs: 'scanner:list',
  schema: { querystring: ScannersQuery },
  answers: { 200: Type.Array(ScannerResponse) },
})

export const pingScanner = apiCall({
  method: 'POST',
  path: `${SCANNERS}/ping`,
  operation: 'PingScanner',
  summary: 'Test the connection to a scanner that is not registered; 412 when it does not serve',
  tag: 'scanner',
  needs: 'scanner:read',
  isOnlyQuestion: true,
  schema: { body: ScannerPingRequest },
  answers: { 200: null },
})

export const createScanner = apiCall({
  method: 'POST',
  path: SCANNERS,
  operation: 'CreateScanner',
  summary: 'Register a scanner; the first one is the default',
  tag: 'scanner',
  needs: 'scanner:create',
  schema: { body: ScannerRequest },
  answers: { 201: null },
})

export const getScanner = apiCall({
  method: 'GET',
  path: SCANNER,
  operation: 'GetScanner',
  summary: 'Get a scanner',
  tag: 'scanner',
  needs: 'scanner:read',
  revised: { kind: 'scanner', param: 'registration_id' },
  schema: { params: ScannerParams },
  answers: { 200: ScannerResponse },
})

export const getScannerMetadata = apiCall({
  method: 'GET',
  path: `${SCANNER}/metadata`,
  operation: 'GetScannerMetadata',
  summary: 'Ask a scanner for its name and version, which also tests the connection',
  tag: 'scanner',
  needs: 'scanner:read',
  schema: { params: ScannerParams },
  answers: { 200: ScannerMetadataResponse },
})

export const updateScanner = apiCall({
  method: 'PUT',
  path: SCANNER,
  operation: 'UpdateScanner',
  summary: 'Change a scanner',
  tag: 'scanner',
  needs: 'scanner:update',
  revised: { kind: 'scanner', param: 'registration_id' },
  schema: { params: ScannerParams, body: ScannerRequest },
  answers: { 200: null },
})

export const setDefaultScanner = apiCall({
  method: 'PATCH',
  path: SCANNER,
  operation: 'SetScannerAsDefault',
  summary: 'Make a scanner the default one',
  tag: 'scanner',
  needs: 'scanner:update',
  revised: { kind: 'scanner', param: 'registration_id' },
  schema: { params: ScannerParams, body: ScannerDefaultRequest },
  answers: { 200: null },
})

export const deleteScanner = apiCall({
  method: 'DELETE',
  path: SCANNER,
  operation: 'DeleteScanner',
  summary: 'Delete a scanner; the scans under way with it fail',
  tag: 'scanner',
  needs: 'scanner:delete',
  revised: { kind: 'scanner', param: 'registration_id' },
  schema: { params: ScannerParams },
  answers: { 200: ScannerResponse },
})

export const getProjectScanner = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/scanner`,
  operation: 'GetScannerOfProject',
  summary: 'Get the scanner that scans for a project',
  tag: 'scanner',
  needs: 'scan:read',
  revised: { kind: 'project' },
  schema: { params: ProjectParams },
  answers: { 200: ProjectScannerResponse },
})

export const listScannerCandidates = apiCall({
  method: 'GET',
  path: `${PROJECT_PATH}/scanner/candidates`,
  operation: 'ListScannerCandidatesOfProject',
  summary: 'List the scanners that a project may choose from',
  tag: 'scanner',
  needs: 'project:update',
  schema: { params: ProjectParams, querystring: ListParams },
  answers: { 200: Type.Array(ProjectScannerResponse) },
})

export const setProjectScanner = apiCall({
  method: 'PUT',
  path: `${PROJECT_PATH}/scanner`,
  operation: 'SetScannerOfProject',
  summary: 'Choose the scanner of a project',
  tag: 'scanner',
  needs: 'project:update',
  revised: { kind: 'project' },
  schema: { params: ProjectParams, body: ProjectScannerRequest },
  answers: { 200: null },
})
