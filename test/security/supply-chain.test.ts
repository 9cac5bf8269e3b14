import { describe, expect, test } from 'vitest'
import { auditResult } from '../../scripts/supply-chain/audit.mjs'
import { isAllowed, licenceFaults } from '../../scripts/supply-chain/licences.mjs'
import { importedPackages, sbomFaults, shippedSbom } from '../../scripts/supply-chain/sbom.mjs'

describe('a licence', () => {
  test.each(['MIT', 'Apache-2.0', '(MIT OR GPL-3.0-only)', 'MIT AND ISC'])(
    '%s may be in the product',
    (one) => {
      expect(isAllowed(one)).toBe(true)
    },
  )

  test.each([
    'GPL-3.0-only',
    'AGPL-3.0',
    'UNLICENSED',
    'SEE LICENSE IN x',
    'MIT AND GPL-2.0',
    '',
    '(MIT OR ISC) AND GPL-2.0',
  ])('%s may not', (one) => {
    expect(isAllowed(one)).toBe(false)
  })

  test('of a tool may be one that a package of the product may not have', () => {
    const packages = { 'node_modules/axe-core': { version: '1.0.0', license: 'MPL-2.0', dev: true } }
    expect(licenceFaults(packages, new Set())).toEqual([])
    const why = 'axe-core 1.0.0 has the licence MPL-2.0, which is not on the list'
    expect(licenceFaults(packages, new Set(['axe-core']))).toEqual([why])
  })

  test('that is missing is a fault, also of a package within another', () => {
    const packages = { '': { version: '1.0.0' }, 'node_modules/a/node_modules/@b/c': { version: '2.0.0' } }
    expect(licenceFaults(packages, new Set())).toEqual([
      '@b/c 2.0.0 has the licence (none), which is not on the list',
    ])
  })
})

describe('known vulnerabilities', () => {
  const report = (high: number) =>
    JSON.stringify({
      metadata: { vulnerabilities: { moderate: 3, high, critical: 0 } },
      vulnerabilities: { bad: { severity: 'high' }, odd: { severity: 'moderate' } },
    })

  test('that are serious are a fault, which names the packages', () => {
    expect(auditResult(report(1))).toEqual({
      isFault: true,
      text: expect.stringMatching(/known of bad: npm audit/),
    })
    expect(auditResult(report(0)).isFault).toBe(false)
  })

  test.each(['', '{"message":"405 Method Not Allowed","error":{}}', 'npm error'])(
    'that the registry does not say (%j) are no fault, and it is said',
    (output) => {
      expect(auditResult(output)).toEqual({
        isFault: false,
        text: expect.stringContaining('could not be asked for'),
      })
    },
  )
})

describe('the bill of materials', () => {
  const component = (name: string) => ({
    'bom-ref': `${name}@1.0.0`,
    name,
    version: '1.0.0',
    purl: `pkg:npm/${name}@1.0.0`,
    licenses: [{ license: { id: 'MIT' } }],
  })
  const all = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000000',
    version: 1,
    metadata: { timestamp: '2026-01-01T00:00:00Z', component: component('bellbuoy') },
    components: ['server', 'inside', 'console-kit', 'linter'].map(component),
    dependencies: [
      { ref: 'bellbuoy@1.0.0', dependsOn: ['server@1.0.0', 'console-kit@1.0.0', 'linter@1.0.0'] },
      { ref: 'server@1.0.0', dependsOn: ['inside@1.0.0'] },
      { ref: 'inside@1.0.0' },
      { ref: 'console-kit@1.0.0' },
      { ref: 'linter@1.0.0' },
    ],
  }
  const shipped = shippedSbom(all, { runtime: ['server'], console: ['console-kit'] })

  test('has what runs and what the console is built from, with what they need, and no tool', () => {
    expect(shipped.components.map(({ name }) => name)).toEqual(['server', 'inside', 'console-kit'])
    expect(sbomFaults(shipped)).toEqual([])
    expect(shipped.metadata.timestamp).toBeUndefined()
  })

  test('of the same packages is the same', () => {
    const later = { ...all, serialNumber: 'x', metadata: { ...all.metadata, timestamp: 'later' } }
    expect(shippedSbom(later, { runtime: ['server'], console: ['console-kit'] })).toEqual({ ...shipped })
  })

  test('with a package that it does not list, or that has no licence, is at fault', () => {
    const [first, ...others] = shipped.components
    expect(sbomFaults({ ...shipped, components: others })).toEqual([
      'server@1.0.0 is depended on and not listed',
      'server@1.0.0 is depended on and not listed',
    ])
    const { licenses: _, ...bare } = first!
    expect(sbomFaults({ ...shipped, components: [bare, ...others] })).toEqual([
      'server lacks its address, version or licence',
    ])
  })

  test('knows the packages that the console imports', () => {
    const found = importedPackages('web')
    expect([...found]).toEqual(expect.arrayContaining(['react', 'react-dom', '@mantine/core', 'wouter']))
    expect([...found].filter((name) => name.startsWith('.') || name.startsWith('node:'))).toEqual([])
  })
})
