import Type from 'typebox'
import { CHART_NAME, CHART_VERSION } from '../../domain/event/registry-grammar.ts'
import { apiCall } from '../api-call.ts'
import { ProjectParams } from '../params.ts'

/** The gateway to ChartMuseum, at the paths of Harbor 1.10 (`src/core/router.go`). */

const REPOSITORY = '/chartrepo/:project_name_or_id'
const API = '/api/chartrepo/:project_name_or_id'
const CHART = `${API}/charts/:name`

const FileParams = Type.Object({ project_name_or_id: Type.String(), file: Type.String() })
const ChartParams = Type.Object({ project_name_or_id: Type.String(), name: Type.String() })
const VersionParams = Type.Object({ ...ChartParams.properties, version: Type.String() })
const CheckedChartParams = Type.Object({
  project_name_or_id: Type.String(),
  name: Type.String({ maxLength: 200, pattern: CHART_NAME.source }),
})
const CheckedVersionParams = Type.Object({
  ...CheckedChartParams.properties,
  version: Type.String({ maxLength: 255, pattern: CHART_VERSION.source }),
})

export const getChartIndex = apiCall({
  method: 'GET',
  path: `${REPOSITORY}/index.yaml`,
  operation: 'GetChartIndex',
  summary: 'Get the index of a project’s charts, for `helm repo add`',
  tag: 'chart repository',
  needs: 'helm-chart:read',
  schema: { params: ProjectParams },
  answers: { 200: 'any' },
})

export const headChartIndex = apiCall({
  ...getChartIndex,
  method: 'HEAD',
  operation: 'HeadChartIndex',
  summary: 'Check whether a project has an index of charts',
})

export const downloadChart = apiCall({
  method: 'GET',
  path: `${REPOSITORY}/charts/:file`,
  operation: 'DownloadChart',
  summary: 'Download a chart, or its signature',
  tag: 'chart repository',
  needs: 'helm-chart:read',
  schema: { params: FileParams },
  answers: { 200: 'any', 206: 'any', 304: 'any' },
})

export const headChartFile = apiCall({
  ...downloadChart,
  method: 'HEAD',
  operation: 'HeadChartFile',
  summary: 'Check whether a chart, or its signature, exists; no download',
})

export const listCharts = apiCall({
  method: 'GET',
  path: `${API}/charts`,
  operation: 'ListCharts',
  summary: 'List charts',
  tag: 'chart repository',
  needs: 'helm-chart:read',
  schema: { params: ProjectParams },
  answers: { 200: 'any' },
})

export const headCharts = apiCall({
  ...listCharts,
  method: 'HEAD',
  operation: 'HeadCharts',
  summary: 'Check whether charts can be listed',
})

export const uploadChart = apiCall({
  method: 'POST',
  path: `${API}/charts`,
  operation: 'UploadChart',
  summary: 'Upload a chart: its archive, or a form with it in the field `chart`',
  tag: 'chart repository',
  needs: 'helm-chart:create',
  schema: { params: ProjectParams },
  isStreamed: true,
  answers: { 201: 'any' },
})

export const uploadChartSignature = apiCall({
  method: 'POST',
  path: `${API}/prov`,
  operation: 'UploadChartProv',
  summary: 'Upload the signature of a chart',
  tag: 'chart repository',
  needs: 'helm-chart:create',
  schema: { params: ProjectParams },
  isStreamed: true,
  answers: { 201: 'any' },
})

export const listChartVersions = apiCall({
  method: 'GET',
  path: CHART,
  operation: 'ListChartVersions',
  summary: 'List the versions of a chart',
  tag: 'chart repository',
  needs: 'helm-chart:read',
  schema: { params: ChartParams },
  answers: { 200: 'any' },
})

export const headChartVersions = apiCall({
  ...listChartVersions,
  method: 'HEAD',
  operation: 'HeadChartVersions',
  summary: 'Check whether a chart exists',
})

export const getChartVersion = apiCall({
  method: 'GET',
  path: `${CHART}/:version`,
  operation: 'GetChartVersion',
  summary: 'Get one version of a chart',
  tag: 'chart repository',
  needs: 'helm-chart:read',
  schema: { params: VersionParams },
  answers: { 200: 'any' },
})

export const headChartVersion = apiCall({
  ...getChartVersion,
  method: 'HEAD',
  operation: 'HeadChartVersion',
  summary: 'Check whether a version of a chart exists',
})

export const deleteChartVersion = apiCall({
  method: 'DELETE',
  path: `${CHART}/:version`,
  operation: 'DeleteChartVersion',
  summary: 'Delete a version of a chart',
  tag: 'chart repository',
  needs: 'helm-chart:delete',
  schema: { params: CheckedVersionParams },
  answers: { 200: 'any' },
})

export const deleteChart = apiCall({
  method: 'DELETE',
  path: CHART,
  operation: 'DeleteChart',
  summary: 'Delete every version of a chart, which makes one event',
  tag: 'chart repository',
  needs: 'helm-chart:delete',
  schema: { params: CheckedChartParams },
  answers: { 200: 'any' },
})
