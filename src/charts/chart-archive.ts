import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Header, extract } from 'tar-stream'
import { parse } from 'yaml'
import type { Chart } from '../domain/event/event-detail.ts'
import { CHART_NAME, CHART_VERSION } from '../domain/event/registry-grammar.ts'

/** Helm's own limit (`pkg/chart/loader/archive.go`): a larger archive is no chart. */
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024
const MAX_CHART_YAML_BYTES = 256 * 1024

/**
 * The chart in an archive of `helm package`, from its `Chart.yaml`; null when the archive has none. Reads the archive to its
 * end and never rejects: the repository decides whether to take the archive.
 */
export async function chartIn(archive: Readable): Promise<Chart | null> {
  let archiveBytes = 0
  let unpackedBytes = 0
  const chartYamls: string[] = []
  archive.on('data', (part: Buffer) => (archiveBytes += part.length))
  const entries = extract()
  const unpacked = async function* (parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const part of parts) {
      unpackedBytes += part.length
      if (unpackedBytes > MAX_UNPACKED_BYTES) throw new Error('the archive is larger than any chart')
      yield part
    }
  }
  entries.on('entry', (header, content, next) => {
    textOf(header, content)
      .then((text) => {
        if (text !== null) chartYamls.push(text)
        next()
      })
      .catch(next)
  })
  try {
    await pipeline(archive, createGunzip(), unpacked, entries)
  } catch {
    archive.resume()
    return null
  }
  const [chartYaml] = chartYamls
  return chartYaml === undefined ? null : chartOf(chartYaml, archiveBytes)
}

/** The text of the `Chart.yaml` at the top of the chart; null for every other entry. */
async function textOf({ name, type, size }: Header, content: AsyncIterable<unknown>): Promise<string | null> {
  const isChartYaml =
    type === 'file' && /^(?:\.\/)?[^/]+\/Chart\.yaml$/.test(name) && size <= MAX_CHART_YAML_BYTES
  const parts: Buffer[] = []
  for await (const part of content) if (isChartYaml) parts.push(part as Buffer)
  return isChartYaml ? Buffer.concat(parts).toString('utf8') : null
}

function chartOf(chartYaml: string, sizeBytes: number): Chart | null {
  try {
    const { name, version, type } = (parse(chartYaml) ?? {}) as Record<string, unknown>
    if (typeof name !== 'string' || typeof version !== 'string') return null
    if (name.length > 200 || version.length > 255 || !CHART_NAME.test(name) || !CHART_VERSION.test(version))
      return null
    return { name, version, ...(isType(type) && { type }), sizeBytes }
  } catch {
    return null
  }
}

function isType(type: unknown): type is 'application' | 'library' {
  return type === 'application' || type === 'library'
}
