import * as CALLS from '../../../contract/calls.ts'
import type { ChartAnswer } from '../../../domain/registry/chart-repository.ts'
import type { Project } from '../../../domain/project.ts'
import { type Answer, type Call, type Route, answer } from '../../route.ts'
import { passedBack, repositoryOf, withoutBody } from './chart-answer.ts'
import type { ChartParts } from './chart-event.ts'
import { pathIn } from './path-in.ts'

interface Read {
  readonly headers: Call['headers']
  readonly project: Project
}
interface ReadOf<Params> extends Read {
  readonly params: Params
}

const INDEX = ({ project }: Read) => pathIn`/${project.name}/index.yaml`
const CHARTS = ({ project }: Read) => pathIn`/api/${project.name}/charts`
const CHART = ({ project, params }: ReadOf<{ name: string }>) =>
  pathIn`/api/${project.name}/charts/${params.name}`
const VERSION = ({ project, params }: ReadOf<{ name: string; version: string }>) =>
  pathIn`/api/${project.name}/charts/${params.name}/${params.version}`
const FILE = ({ project, params }: ReadOf<{ file: string }>) => pathIn`/${project.name}/charts/${params.file}`

/**
 * Reads that are no download, and so no event. ChartMuseum answers `HEAD` at some of its paths only, and without the headers
 * of the body, so it is asked with `GET`.
 */
export function chartReadRoutes({ chartRepository }: Pick<ChartParts, 'chartRepository'>): readonly Route[] {
  const ask = ({ headers }: Read, path: string): Promise<ChartAnswer> =>
    repositoryOf(chartRepository).forward({ method: 'GET', path, headers, body: null })
  const read = async (call: Read, path: string): Promise<Answer> => passedBack(await ask(call, path))
  const head = async (call: Read, path: string): Promise<Answer> => withoutBody(await ask(call, path))
  return [
    answer(CALLS.getChartIndex, (call) => read(call, INDEX(call))),
    answer(CALLS.headChartIndex, (call) => head(call, INDEX(call))),
    answer(CALLS.listCharts, (call) => read(call, CHARTS(call))),
    answer(CALLS.headCharts, (call) => head(call, CHARTS(call))),
    answer(CALLS.listChartVersions, (call) => read(call, CHART(call))),
    answer(CALLS.headChartVersions, (call) => head(call, CHART(call))),
    answer(CALLS.getChartVersion, (call) => read(call, VERSION(call))),
    answer(CALLS.headChartVersion, (call) => head(call, VERSION(call))),
    answer(CALLS.headChartFile, (call) => head(call, FILE(call))),
  ].flat()
}
