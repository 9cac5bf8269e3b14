import { type RegistryEvent, artifactOf } from '../../domain/event/event.ts'
import { tagNameOf } from '../../domain/event/tag-name.ts'
import { shorten } from './shorten.ts'

const MAX_VALUE = 300
const MAX_SHORT = 40
const MAX_FINDINGS = 3

/** Something that is known beyond the sentence. */
export interface Fact {
  readonly name: string
  readonly value: string
}

/** Facts that people may want to know beyond the sentence; unknown ones are left out. */
export function factsOf(event: RegistryEvent): readonly Fact[] {
  const { digest, contentBytes, sizeBytes, platforms, tags } = artifactOf(event)
  const tag = tagNameOf(event)
  const others = tags?.filter((other) => other !== tag) ?? []
  const bytes = contentBytes ?? sizeBytes
  const facts: readonly (readonly [string, string])[] = [
    ['Digest', digest ?? ''],
    ['Other tags', others.join(', ')],
    ['Size', bytes === null ? '' : sizeInWords(bytes)],
    ['Platforms', platforms.join(', ')],
    ['Previous digest', event.detail.previousDigest ?? ''],
    ['Reported late', event.late === true ? 'a later change is known already' : ''],
    ['Findings', findingsOf(event)],
    ['Registry', event.registryHost],
    ...problemFactsOf(event),
  ]
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ name, value: shorten(value, MAX_VALUE) }))
}

/** What a meta event says beyond its sentence. */
function problemFactsOf({
  project,
  detail: { problem },
}: RegistryEvent): readonly (readonly [string, string])[] {
  if (problem === undefined) return []
  return [
    ['Project', project],
    ['Since', new Date(problem.sinceMs).toUTCString()],
    ['Likely cure', problem.closed === undefined ? problem.cure : ''],
  ]
}

/** Whether a fact leaves room for another beside it. */
export function isShort({ value }: Pick<Fact, 'value'>): boolean {
  return value.length < MAX_SHORT
}

function findingsOf({ detail }: RegistryEvent): string {
  const findings = detail.scan?.findings ?? []
  const lines = findings.slice(0, MAX_FINDINGS).map(({ id, severity, package: of, version, fixVersion }) => {
    const fix = fixVersion === '' ? '' : `, fixed in ${fixVersion}`
    const place = [of, version].filter((part) => part !== '').join(' ')
    return shorten(`${id} (${severity})${place === '' ? '' : ` in ${place}`}${fix}`, 90)
  })
  const isMore = findings.length > MAX_FINDINGS || detail.scan?.truncated === true
  return [...lines, ...(isMore && lines.length > 0 ? ['…'] : [])].join('\n')
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** For example `3.5 MiB`. */
function sizeInWords(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const value = bytes / 1024 ** power
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power] ?? 'B'}`
}
