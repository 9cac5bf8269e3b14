// The licences of what is installed. Permissive ones may be in the product; tools that are not part of it may have others that are named here.

/** By their SPDX identifiers: they ask for notice at the most, and may be combined with Apache-2.0. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
  'Zlib',
])

/** Packages of the tools, with what they may have besides: nothing of them is in the product. */
const ALLOWED_TOOLS = [
  { name: /^axe-core$/, licence: 'MPL-2.0', why: 'tests run it in a browser' },
  { name: /^lightningcss(?:-.*)?$/, licence: 'MPL-2.0', why: 'the build runs it' },
  { name: /^caniuse-lite$/, licence: 'CC-BY-4.0', why: 'data that the build reads' },
]

/** @typedef {{ version?: string, license?: string, dev?: boolean, devOptional?: boolean, optional?: boolean }} LockedPackage */
/** @typedef {Readonly<Record<string, LockedPackage>>} LockedPackages */

/**
 * What is wrong with the licences of locked packages: one that is unknown, missing or not allowed.
 * @param {LockedPackages} packages of a package-lock.json, by their paths
 * @param {ReadonlySet<string>} shipped names of development packages that the console contains
 * @returns {string[]} a sentence each
 */
export function licenceFaults(packages, shipped) {
  return Object.entries(packages).flatMap(([where, { version, license, dev = false }]) => {
    const name = nameAt(where)
    if (name === '') return []
    const isTool = dev && !shipped.has(name)
    if (license !== undefined && isAllowed(license)) return []
    if (isTool && ALLOWED_TOOLS.some((tool) => tool.name.test(name) && tool.licence === license)) return []
    return [`${name} ${version ?? ''} has the licence ${license ?? '(none)'}, which is not on the list`]
  })
}

/**
 * The name of the package at a path of a package-lock.json; empty for the project itself.
 * @param {string} where
 */
export function nameAt(where) {
  return where.split('node_modules/').at(-1) ?? ''
}

/**
 * Whether a licence expression (SPDX) can be met: one side of each OR, both sides of each AND. Others than these plain
 * forms count as unknown.
 * @param {string} expression
 */
export function isAllowed(expression) {
  const plain = expression.replace(/^\((.*)\)$/, '$1')
  if (plain.includes(' OR '))
    return !plain.includes(' AND ') && plain.split(' OR ').some((one) => ALLOWED.has(one))
  return plain.split(' AND ').every((one) => ALLOWED.has(one))
}
