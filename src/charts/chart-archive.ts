import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Header, extract } from 'tar-stream'
import { parse } from 'yaml'
import { messageOf } from '../domain/errors.ts'
import { CHART_NAME, CHART_VERSION } from '../domain/event/registry-grammar.ts'
import type { ChartReading } from '../domain/registry/chart-repository.ts'

/** Helm's own limit (`pkg/chart/loader/archive.go`): a larger archive is no chart. */
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024
const MAX_CHART_YAML_BYTES = 256 * 1024
const MAX_NAME = 200
const MAX_VERSION = 255

const TOO_LARGE = 'the archive unpacks to more than 100 MiB'

/**
 * Reads the chart in an archive of `helm package` from its `Chart.yaml`. Reads the archive to its end and never rejects: the
 * repository decides whether to take the archive.
 */
export async function chartIn(archive: Readable): Promise<ChartReading> {
  let archiveBytes = 0
  let unpackedBytes = 0
  const chartYamls: string[] = []
  archive.on('data', (part: Buffer) => (archiveBytes += part.length))
  const entries = extract()
  const unpacked = async function* (parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const part of parts) {
      unpackedBytes += part.length
      if (unpackedBytes > MAX_UNPACKED_BYTES) throw new Error(TOO_LARGE)
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
  } catch (error) {
    archive.resume()
    const why = messageOf(error)
    return unreadable(why === TOO_LARGE ? why : `it is no gzipped tar archive: ${why}`)
  }
  const [chartYaml] = chartYamls
  if (chartYaml === undefined)
    return unreadable('the archive has no Chart.yaml of at most 256 KiB in its top folder')
  return chartOf(chartYaml, archiveBytes)
}

export function unreadable(reason: string): ChartReading {
  return { chart: null, reason }
}

/** The text of the `Chart.yaml` at the top of the chart; null for every other entry. */
async function textOf({ name, type, size }: Header, content: AsyncIterable<unknown>): Promise<string | null> {
  const isChartYaml =
    type === 'file' && /^(?:\.\/)?[^/]+\/Chart\.yaml$/.test(name) && size <= MAX_CHART_YAML_BYTES
  const parts: Buffer[] = []
  for await (const part of content) if (isChartYaml) parts.push(part as Buffer)
  return isChartYaml ? Buffer.concat(parts).toString('utf8') : null
}

function chartOf(chartYaml: string, sizeBytes: number): ChartReading {
  let facts: Record<string, unknown>
  try {
    facts = (parse(chartYaml, { intAsBigInt: true }) ?? {}) as Record<string, unknown>
  } catch (error) {
    return unreadable(`its Chart.yaml is no YAML: ${messageOf(error).split('\n', 1)[0]}`)
  }
  const [name, version] = [helmText(facts['name']), helmText(facts['version'])]
  if (name === null || name.length > MAX_NAME || !CHART_NAME.test(name))
    return unreadable('the name in its Chart.yaml is missing or no chart name')
  if (version === null || version.length > MAX_VERSION || !CHART_VERSION.test(version))
    return unreadable('the version in its Chart.yaml is missing or no version')
  const { type } = facts
  return { chart: { name, version, ...(isType(type) && { type }), sizeBytes } }
}

/**
 * A text field as Helm reads it; null for what Helm refuses there. Helm writes a number as Go's shortest decimal
 * (`sigs.k8s.io/yaml`), so `version: 1.10` is the version `1.1`, in ChartMuseum's file name too.
 */
function helmText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return typeof value === 'number' ? goFloat(value) : null
}

/** Go's `FormatFloat(value, 'g', -1, 64)`: with an exponent, of two digits at least, below 1e-4 and from 1e6 on. */
function goFloat(value: number): string {
  const isPlain = value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6)
  return isPlain ? String(value) : value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}

function isType(type: unknown): type is 'application' | 'library' {
  return type === 'application' || type === 'library'
}
