import Type, { type TObject } from 'typebox'
import type { Readable } from 'node:stream'
import { ProjectParams } from '../../../contract/params.ts'
import type { ChartAnswer } from '../../../domain/registry/chart-repository.ts'
import type { Permission } from '../../../domain/people/permission.ts'
import { type Call, type Route, route } from '../../route.ts'
import { type ChartParts, chartInFile, tellChartEvent } from './chart-event.ts'
import { passedBack, repositoryOf } from './chart-answer.ts'
import { chartDeletionRoutes } from './chart-deletion.ts'

export const CHARTS_PATH = '/api/chartrepo/:project_name_or_id/charts'

const FileParams = Type.Object({ project_name_or_id: Type.String(), file: Type.String() })
const ChartParams = Type.Object({ project_name_or_id: Type.String(), name: Type.String() })
const VersionParams = Type.Object({ ...ChartParams.properties, version: Type.String() })

/** The gateway to ChartMuseum, at the paths of Harbor 1.10 (`src/core/router.go`): what it says yes to becomes an event. */
export function chartRoutes(parts: ChartParts): readonly Route[] {
  return [
    ...readingRoutes(parts),
    downloadRoute(parts),
    uploadRoute(parts),
    provenanceRoute(parts),
    ...chartDeletionRoutes(parts),
  ]
}

/** What changes nothing and is no download. */
function readingRoutes({ chartRepository }: ChartParts): readonly Route[] {
  const read = (
    facts: { path: string; operation: string; summary: string; params: TObject },
    pathOf: (project: string, params: Readonly<Record<string, string>>) => string,
  ): Route =>
    route({
      method: 'GET',
      path: facts.path,
      operation: facts.operation,
      summary: facts.summary,
      tag: 'chart repository',
      needs: 'helm-chart:read' satisfies Permission,
      schema: { params: facts.params },
      answers: { 200: 'any' },
      async handle(call) {
        const { params, headers, project } = call as unknown as Call<{ params: typeof ProjectParams }>
        const path = pathOf(encodeURIComponent(project.name), params)
        return passedBack(
          await repositoryOf(chartRepository).forward({ method: 'GET', path, headers, body: null }),
        )
      },
    })
  return [
    read(
      {
        path: '/chartrepo/:project_name_or_id/index.yaml',
        operation: 'GetChartIndex',
        summary: 'The index of a project’s charts, for `helm repo add`',
        params: ProjectParams,
      },
      (project) => `/${project}/index.yaml`,
    ),
    read(
      { path: CHARTS_PATH, operation: 'ListCharts', summary: 'List charts', params: ProjectParams },
      (project) => `/api/${project}/charts`,
    ),
    read(
      {
        path: `${CHARTS_PATH}/:name`,
        operation: 'ListChartVersions',
        summary: 'List the versions of a chart',
        params: ChartParams,
      },
      (project, { name = '' }) => `/api/${project}/charts/${encodeURIComponent(name)}`,
    ),
    read(
      {
        path: `${CHARTS_PATH}/:name/:version`,
        operation: 'GetChartVersion',
        summary: 'Get one version of a chart',
        params: VersionParams,
      },
      (project, { name = '', version = '' }) =>
        `/api/${project}/charts/${encodeURIComponent(name)}/${encodeURIComponent(version)}`,
    ),
  ]
}

function downloadRoute(parts: ChartParts): Route {
  return route({
    method: 'GET',
    path: '/chartrepo/:project_name_or_id/charts/:file',
    operation: 'DownloadChart',
    summary: 'Download a chart, or its signature',
    tag: 'chart repository',
    needs: 'helm-chart:read',
    schema: { params: FileParams },
    answers: { 200: 'any', 206: 'any', 304: 'any' },
    async handle(call) {
      const { params, headers, project } = call
      const path = `/${encodeURIComponent(project.name)}/charts/${encodeURIComponent(params.file)}`
      const answer = await repositoryOf(parts.chartRepository).forward({
        method: 'GET',
        path,
        headers,
        body: null,
      })
      const chart = answer.status === 200 ? chartInFile(params.file, sizeOf(answer)) : null
      if (chart !== null)
        await tellOrDrop(answer, tellChartEvent(parts, { type: 'DOWNLOAD_CHART', chart, call }))
      return passedBack(answer)
    },
  })
}

function uploadRoute(parts: ChartParts): Route {
  return route({
    method: 'POST',
    path: CHARTS_PATH,
    operation: 'UploadChart',
    tag: 'chart repository',
    summary: 'Upload a chart: its archive, or a form with it in the field `chart`',
    needs: 'helm-chart:create',
    schema: { params: ProjectParams },
    isStreamed: true,
    answers: { 201: 'any' },
    async handle(call) {
      const repository = repositoryOf(parts.chartRepository)
      const { headers, project } = call
      const upload = parts.watchUpload(streamOf(call), String(headers['content-type'] ?? ''))
      const path = `/api/${encodeURIComponent(project.name)}/charts${searchOf(call.url)}`
      const answer = await repository.forward({ method: 'POST', path, headers, body: upload.body })
      if (answer.status === 201) {
        const chart = await upload.chart
        if (chart === null)
          parts.log.notificationKeptOut({ source: 'chartrepo', reason: 'no Chart.yaml', count: 1 })
        else await tellOrDrop(answer, tellChartEvent(parts, { type: 'UPLOAD_CHART', chart, call }))
      }
      return passedBack(answer)
    },
  })
}

function provenanceRoute({ chartRepository }: ChartParts): Route {
  return route({
    method: 'POST',
    path: '/api/chartrepo/:project_name_or_id/prov',
    operation: 'UploadChartProv',
    summary: 'Upload the signature of a chart',
    tag: 'chart repository',
    needs: 'helm-chart:create',
    schema: { params: ProjectParams },
    isStreamed: true,
    answers: { 201: 'any' },
    async handle(call) {
      const repository = repositoryOf(chartRepository)
      const path = `/api/${encodeURIComponent(call.project.name)}/prov${searchOf(call.url)}`
      const { headers } = call
      return passedBack(await repository.forward({ method: 'POST', path, headers, body: streamOf(call) }))
    },
  })
}

/** The body of a streamed call; it ends at once when there is none. */
function streamOf({ body }: { readonly body: unknown }): Readable {
  return body as Readable
}

/** `?force` is ChartMuseum's affair. */
function searchOf(url: string): string {
  const question = url.indexOf('?')
  return question === -1 ? '' : url.slice(question)
}

function sizeOf({ headers }: ChartAnswer): number | null {
  const length = headers['content-length']
  return length === undefined ? null : Number(length)
}

/** An answer that will not be passed on must not hold its connection. */
async function tellOrDrop({ body }: ChartAnswer, telling: Promise<void>): Promise<void> {
  try {
    await telling
  } catch (error) {
    body.destroy()
    throw error
  }
}
