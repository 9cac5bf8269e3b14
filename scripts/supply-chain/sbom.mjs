// The software bill of materials: what the product consists of besides our own code, in CycloneDX.

import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** @typedef {{ 'bom-ref': string, name: string, version: string, purl: string, licenses?: object[] }} Component */
/** @typedef {{ ref: string, dependsOn?: string[] }} Dependency */
/**
 * @typedef {{ bomFormat: string, specVersion: string, serialNumber: string, version: number,
 *   metadata: { timestamp?: string, component: Component }, components: Component[], dependencies: Dependency[] }} Sbom
 */

/**
 * The names of the packages that the sources of the console import: they are built into it.
 * @param {string} folder of the sources
 * @returns {Set<string>}
 */
export function importedPackages(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'),
  )
  return new Set(
    files.flatMap((file) => {
      const source = readFileSync(path.join(folder, file), 'utf8')
      return [
        ...source.matchAll(/^(?:import|export)\b[^'"]*['"]((?:@[\w-]+\/)?[\w-][\w.-]*)[^'"]*['"]/gm),
      ].map(([, name = '']) => name)
    }),
  )
}

/**
 * The part of a bill of everything that is installed which is in the product: what runs, and what the console is built from.
 * Equal packages give equal bills, so times and random numbers are left out.
 * @param {Sbom} all
 * @param {{ runtime: Iterable<string>, console: Iterable<string> }} roots names of packages
 * @returns {Sbom}
 */
export function shippedSbom(all, roots) {
  const { component } = all.metadata
  const refsOf = new Map(all.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]))
  const direct = refsOf.get(component['bom-ref']) ?? []
  const names = new Set([...roots.runtime, ...roots.console])
  const byRef = new Map(all.components.map((one) => [one['bom-ref'], one]))
  /** @type {Set<string>} */
  const reached = new Set()
  const waiting = direct.filter((ref) => names.has(byRef.get(ref)?.name ?? ''))
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    if (reached.has(ref)) continue
    reached.add(ref)
    waiting.push(...(refsOf.get(ref) ?? []))
  }
  const components = all.components.filter((one) => reached.has(one['bom-ref']))
  const dependencies = all.dependencies
    .filter(({ ref }) => ref === component['bom-ref'] || reached.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => reached.has(other)) }))
  const { timestamp: _, ...metadata } = all.metadata
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify([metadata, components, dependencies]))}`
  const named = { ...metadata, component: { ...component, name: 'bellbuoy' } }
  return { ...all, serialNumber, metadata: named, components, dependencies }
}

/**
 * What keeps a bill from being one that others can read: its form, its references, a package without version, address or licence.
 * @param {Sbom} bom
 * @returns {string[]}
 */
export function sbomFaults({ bomFormat, specVersion, serialNumber, components, dependencies, metadata }) {
  const refs = new Set([metadata.component['bom-ref'], ...components.map((one) => one['bom-ref'])])
  return [
    ...(bomFormat === 'CycloneDX' && /^1\.\d$/.test(specVersion) ? [] : ['it is not CycloneDX 1.x']),
    ...(/^urn:uuid:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(serialNumber)
      ? []
      : ['its serial number is no UUID']),
    ...(refs.size === components.length + 1 ? [] : ['a reference stands for several packages']),
    ...components.flatMap(({ name, version, purl, licenses = [] }) =>
      purl.startsWith('pkg:npm/') && purl.endsWith(`@${version}`) && licenses.length > 0
        ? []
        : [`${name} lacks its address, version or licence`],
    ),
    ...dependencies
      .flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn])
      .filter((ref) => !refs.has(ref))
      .map((ref) => `${ref} is depended on and not listed`),
  ]
}

/**
 * A UUID of version 8 that stands for a text.
 * @param {string} text
 */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
