import { json } from 'node:stream/consumers'
import * as CALLS from '../../../contract/calls.ts'
import type { ChartRepository } from '../../../domain/registry/chart-repository.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type Route, answer } from '../../route.ts'
import { passedBack, repositoryOf } from './chart-answer.ts'
import { type ChartParts, reportChartEvent } from './chart-event.ts'
import { pathIn } from './path-in.ts'

/** Deletes one version of a chart, or all of them, which ChartMuseum does one by one. */
export function chartDeletionRoutes(parts: ChartParts): readonly Route[] {
  return [
    answer(CALLS.deleteChartVersion, async (call) => {
      const { name, version } = call.params
      const passed = await remove(repositoryOf(parts.chartRepository), call.project.name, name, version)
      const chart = { name, version, sizeBytes: null }
      await reportChartEvent(parts, { type: 'DELETE_CHART', chart, call })
      return passed
    }),
    answer(CALLS.deleteChart, async (call) => {
      const repository = repositoryOf(parts.chartRepository)
      const { name } = call.params
      const versions = await versionsOf(repository, call.project.name, name)
      const removed: string[] = []
      try {
        for (const version of versions) {
          await remove(repository, call.project.name, name, version)
          removed.push(version)
        }
      } finally {
        const [version] = removed
        if (version !== undefined) {
          const chart = { name, version, sizeBytes: null }
          await reportChartEvent(parts, { type: 'DELETE_CHART', chart, versions: removed, call })
        }
      }
      return { status: 200 }
    }),
  ].flat()
}

/** @throws BellbuoyError as `passedBack` */
function remove(repository: ChartRepository, project: string, name: string, version: string) {
  const path = pathIn`/api/${project}/charts/${name}/${version}`
  return repository.forward({ method: 'DELETE', path, headers: {}, body: null }).then(passedBack)
}

async function versionsOf(
  repository: ChartRepository,
  project: string,
  name: string,
): Promise<readonly string[]> {
  const path = pathIn`/api/${project}/charts/${name}`
  const received = await repository.forward({ method: 'GET', path, headers: {}, body: null })
  if (received.status !== 200) {
    await passedBack(received)
    return []
  }
  const listed: unknown = await json(received.body)
  const versions = Array.isArray(listed)
    ? listed.map((entry: { readonly version?: unknown } | null) => entry?.version)
    : []
  if (versions.every((version): version is string => typeof version === 'string')) return versions
  throw new BellbuoyError('UNAVAILABLE', 'the chart repository sent a list of versions that cannot be read')
}
