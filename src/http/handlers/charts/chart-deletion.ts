import { text } from 'node:stream/consumers'
import * as CALLS from '../../../contract/calls.ts'
import type { ChartAnswer, ChartRepository } from '../../../domain/registry/chart-repository.ts'
import { BellbuoyError } from '../../../domain/errors.ts'
import { type Answer, type Route, answer } from '../../route.ts'
import { passedBack, reportOrDrop, repositoryOf } from './chart-answer.ts'
import { type ChartParts, reportChartEvent } from './chart-event.ts'
import { pathIn } from './path-in.ts'

/** Deletes one version of a chart, or all of them, which ChartMuseum does one by one. */
export function chartDeletionRoutes(parts: ChartParts): readonly Route[] {
  return [
    answer(CALLS.deleteChartVersion, async (call) => {
      const { name, version } = call.params
      const received = await remove(repositoryOf(parts.chartRepository), call.project.name, name, version)
      if (received.status < 400) {
        const chart = { name, version, sizeBytes: null }
        await reportOrDrop(received, reportChartEvent(parts, { type: 'DELETE_CHART', chart, call }))
      }
      return passedBack(received)
    }),
    answer(CALLS.deleteChart, async (call) => {
      const { params, project } = call
      const repository = repositoryOf(parts.chartRepository)
      const listed = await versionsOf(repository, project.name, params.name)
      if ('status' in listed) return listed
      const removed: string[] = []
      try {
        for (const version of listed.versions) {
          const received = await remove(repository, project.name, params.name, version)
          // A version that another call has deleted meanwhile is no refusal.
          if (received.status >= 400 && received.status !== 404) return await passedBack(received)
          await text(received.body)
          if (received.status < 400) removed.push(version)
        }
      } finally {
        const [version] = removed
        if (version !== undefined) {
          const chart = { name: params.name, version, sizeBytes: null }
          await reportChartEvent(parts, { type: 'DELETE_CHART', chart, versions: removed, call })
        }
      }
      return { status: 200 }
    }),
  ].flat()
}

function remove(
  repository: ChartRepository,
  project: string,
  name: string,
  version: string,
): Promise<ChartAnswer> {
  const path = pathIn`/api/${project}/charts/${name}/${version}`
  return repository.forward({ method: 'DELETE', path, headers: {}, body: null })
}

/** The versions of a chart, or the repository's refusal. */
async function versionsOf(
  repository: ChartRepository,
  project: string,
  name: string,
): Promise<Answer | { readonly versions: readonly string[] }> {
  const path = pathIn`/api/${project}/charts/${name}`
  const received = await repository.forward({ method: 'GET', path, headers: {}, body: null })
  if (received.status !== 200) return passedBack(received)
  const versions = listedVersions(await text(received.body))
  if (versions !== null) return { versions }
  throw new BellbuoyError('UNAVAILABLE', 'the chart repository sent a list of versions that cannot be read')
}

function listedVersions(body: string): readonly string[] | null {
  try {
    const listed = JSON.parse(body) as readonly { readonly version: unknown }[]
    const versions = listed.map(({ version }) => version)
    return versions.every((version): version is string => typeof version === 'string') ? versions : null
  } catch {
    return null
  }
}
