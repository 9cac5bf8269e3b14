import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { chartArchive } from '../../test/support/registry/chart.ts'
import { chartIn } from './chart-archive.ts'

const reading = (chartYaml: string) => chartIn(Readable.from([chartArchive({ chartYaml })]))

// Helm reads Chart.yaml into text fields (`sigs.k8s.io/yaml`): a number there becomes Go's shortest decimal.
test.each([
  ['1.10', '1.1'],
  ['"1.10"', '1.10'],
  ['1.0', '1'],
  ['2', '2'],
  ['20240131', '20240131'],
  ['20240131120000123456', '20240131120000123456'],
  ['0.5', '0.5'],
  ['1234567.5', '1.2345675e+06'],
  ['1.2.3', '1.2.3'],
  ['2024-01-31', '2024-01-31'],
])('version: %s is the version %s, as for Helm', async (written, version) => {
  const { chart } = await reading(`apiVersion: v2\nname: cart\nversion: ${written}\n`)
  expect(chart?.version).toBe(version)
})

test('a name of digits is a name', async () => {
  const { chart } = await reading('apiVersion: v2\nname: 2048\nversion: 1.0.0\n')
  expect(chart).toMatchObject({ name: '2048', version: '1.0.0' })
})

test.each([
  ['name: cart\n', 'the version in its Chart.yaml is missing or no version'],
  ['name: cart\nversion: [1]\n', 'the version in its Chart.yaml is missing or no version'],
  ['name: ../cart\nversion: 1.0.0\n', 'the name in its Chart.yaml is missing or no chart name'],
  ['version: 1.0.0\n', 'the name in its Chart.yaml is missing or no chart name'],
])('the reason says what is wrong with %j', async (chartYaml, reason) => {
  expect(await reading(chartYaml)).toEqual({ chart: null, reason })
})

test('the reason names broken YAML, and a missing file', async () => {
  expect((await reading('name: [\n')).reason).toMatch(/^its Chart.yaml is no YAML: /)
  expect((await reading(`name: cart\n${'#'.repeat(300 * 1024)}`)).reason).toMatch(/has no Chart.yaml/)
})
