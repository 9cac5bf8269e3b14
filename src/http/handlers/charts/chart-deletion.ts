import { json } from 'node:stream/consumers'
import Type from 'typebox'
import type { ChartRepository } from '../../../domain/registry/chart-repository.ts'
import { CHART_NAME, CHART_VERSION } from '../../../domain/event/registry-grammar.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type Route, route } from '../../route.ts'
import { passedBack, repositoryOf } from './chart-answer.ts'
import { type ChartParts, tellChartEvent } from './chart-event.ts'

const PATH = '/api/chartrepo/:project_name_or_id/charts/:name'
const Name = Type.String({ maxLength: 200, pattern: CHART_NAME.source })
const params = Type.Object({ project_name_or_id: Type.String(), name: Name })
const VersionParams = Type.Object({
  ...params.properties,
  version: Type.String({ maxLength: 255, pattern: CHART_VERSION.source }),
})

/** Deletes one version of a chart, or all of them, which ChartMuseum does one by one. */
export function chartDeletionRoutes(parts: ChartParts): readonly Route[] {
  const one = route({
    method: 'DELETE',
    path: `${PATH}/:version`,
    operation: 'DeleteChartVersion',
    tag: 'chart repository',
    summary: 'Delete a version of a chart',
    needs: 'helm-chart:delete',
    schema: { params: VersionParams },
    answers: { 200: 'any' },
    async handle(call) {
      const { name, version } = call.params
      const answer = await remove(repositoryOf(parts.chartRepository), call.project.name, name, version)
      const chart = { name, version, sizeBytes: null }
      await tellChartEvent(parts, { type: 'DELETE_CHART', chart, call })
      return answer
    },
  })
  const all = route({
    method: 'DELETE',
    path: PATH,
    operation: 'DeleteChart',
    tag: 'chart repository',
    summary: 'Delete every version of a chart; they make one event',
    needs: 'helm-chart:delete',
    schema: { params },
    answers: { 200: null },
    async handle(call) {
      const repository = repositoryOf(parts.chartRepository)
      const { name } = call.params
      const versions = await versionsOf(repository, call.project.name, name)
      const gone: string[] = []
      try {
        for (const version of versions) {
          await remove(repository, call.project.name, name, version)
          gone.push(version)
        }
      } finally {
        const [version] = gone
        if (version !== undefined) {
          const chart = { name, version, sizeBytes: null }
          await tellChartEvent(parts, { type: 'DELETE_CHART', chart, versions: gone, call })
        }
      }
      return { status: 200 }
    },
  })
  return [one, all]
}

/** @throws BellbuoyError as `passedBack` */
function remove(repository: ChartRepository, project: string, name: string, version: string) {
  const path = `/api/${encodeURIComponent(project)}/charts/${encodeURIComponent(name)}/${encodeURIComponent(version)}`
  return repository.forward({ method: 'DELETE', path, headers: {}, body: null }).then(passedBack)
}

async function versionsOf(
  repository: ChartRepository,
  project: string,
  name: string,
): Promise<readonly string[]> {
  const path = `/api/${encodeURIComponent(project)}/charts/${encodeURIComponent(name)}`
  const answer = await repository.forward({ method: 'GET', path, headers: {}, body: null })
  if (answer.status !== 200) {
    await passedBack(answer)
    return []
  }
  const listed: unknown = await json(answer.body)
  const versions = Array.isArray(listed)
    ? listed.map((entry: { readonly version?: unknown } | null) => entry?.version)
    : []
  if (versions.every((version): version is string => typeof version === 'string')) return versions
  throw new BellbuoyError('UNAVAILABLE', 'the chart repository lists versions that are none')
}
