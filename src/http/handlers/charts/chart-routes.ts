import type { Readable } from 'node:stream'
import * as CALLS from '../../../contract/calls.ts'
import type { ChartAnswer } from '../../../domain/registry/chart-repository.ts'
import { type Route, answer } from '../../route.ts'
import { passedBack, reportOrDrop, repositoryOf } from './chart-answer.ts'
import { chartDeletionRoutes } from './chart-deletion.ts'
import { type ChartParts, chartInFile, reportChartEvent } from './chart-event.ts'
import { chartReadRoutes } from './chart-reads.ts'
import { pathIn } from './path-in.ts'

/** The gateway to ChartMuseum, at the paths of Harbor 1.10 (`src/core/router.go`): each success becomes an event. */
export function chartRoutes(parts: ChartParts): readonly Route[] {
  return [
    chartReadRoutes(parts),
    downloadRoute(parts),
    uploadRoute(parts),
    signatureRoute(parts),
    chartDeletionRoutes(parts),
  ].flat()
}

function downloadRoute(parts: ChartParts): readonly Route[] {
  return answer(CALLS.downloadChart, async (call) => {
    const { params, headers, project } = call
    const path = pathIn`/${project.name}/charts/${params.file}`
    const request = { method: 'GET', path, headers, body: null } as const
    const received = await repositoryOf(parts.chartRepository).forward(request)
    const chart = received.status === 200 ? chartInFile(params.file, sizeOf(received)) : null
    if (chart !== null)
      await reportOrDrop(received, reportChartEvent(parts, { type: 'DOWNLOAD_CHART', chart, call }))
    return passedBack(received)
  })
}

function uploadRoute(parts: ChartParts): readonly Route[] {
  return answer(CALLS.uploadChart, async (call) => {
    const repository = repositoryOf(parts.chartRepository)
    const { headers, project } = call
    const upload = parts.watchUpload(streamOf(call), String(headers['content-type'] ?? ''))
    const path = pathIn`/api/${project.name}/charts` + searchOf(call.url)
    const received = await repository.forward({ method: 'POST', path, headers, body: upload.body })
    if (received.status === 201) {
      const { chart, reason } = await upload.reading
      if (chart === null) parts.log.chartUnread({ project: project.name, reason })
      else await reportOrDrop(received, reportChartEvent(parts, { type: 'UPLOAD_CHART', chart, call }))
    }
    return passedBack(received)
  })
}

function signatureRoute({ chartRepository }: ChartParts): readonly Route[] {
  return answer(CALLS.uploadChartSignature, async (call) => {
    const repository = repositoryOf(chartRepository)
    const path = pathIn`/api/${call.project.name}/prov` + searchOf(call.url)
    const { headers } = call
    return passedBack(await repository.forward({ method: 'POST', path, headers, body: streamOf(call) }))
  })
}

/** The body of a streamed call; it ends at once when there is none. */
function streamOf({ body }: { readonly body: unknown }): Readable {
  return body as Readable
}

/** The query, for ChartMuseum's `?force`. */
function searchOf(url: string): string {
  const question = url.indexOf('?')
  return question === -1 ? '' : url.slice(question)
}

function sizeOf({ headers }: ChartAnswer): number | null {
  const length = headers['content-length']
  return length === undefined ? null : Number(length)
}
