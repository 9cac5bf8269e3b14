import { gzipSync } from 'node:zlib'
import { tar } from './tar.ts'

export interface ChartFacts {
  readonly name?: string
  readonly version?: string
  /** More files, by their path. */
  readonly files?: Readonly<Record<string, string>>
}

/** The archive of a chart, as `helm package` makes it. */
export function chartArchive({ name = 'cart', version = '0.2.1', files = {} }: ChartFacts = {}): Buffer {
  const chartYaml = `apiVersion: v2\nname: ${name}\nversion: ${version}\ntype: application\n`
  return gzipSync(
    tar({ [`${name}/values.yaml`]: 'replicas: 1\n', [`${name}/Chart.yaml`]: chartYaml, ...files }),
  )
}
