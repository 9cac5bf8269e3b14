import { gzipSync } from 'node:zlib'
import { tar } from './tar.ts'

export interface ChartFacts {
  readonly name?: string
  readonly version?: string
  /** The `Chart.yaml` as it stands, instead of one with the name and version. */
  readonly chartYaml?: string
  /** More files, by their path. */
  readonly files?: Readonly<Record<string, string>>
}

/** The archive of a chart, as `helm package` makes it. */
export function chartArchive(facts: ChartFacts = {}): Buffer {
  const { name = 'cart', version = '0.2.1', files = {} } = facts
  const { chartYaml = `apiVersion: v2\nname: ${name}\nversion: ${version}\ntype: application\n` } = facts
  return gzipSync(
    tar({ [`${name}/values.yaml`]: 'replicas: 1\n', [`${name}/Chart.yaml`]: chartYaml, ...files }),
  )
}
