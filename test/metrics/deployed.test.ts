import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { METRICS, type Metric } from '../../src/metrics/instruments.ts'
import { available } from '../support/available.ts'

const execute = promisify(execFile)
const path = (file: string): string => fileURLToPath(new URL(`../../deploy/${file}`, import.meta.url))

/** The names that Prometheus stores of our metrics, and those of the process that deploy/ uses. */
const KNOWN = new Set([
  ...Object.values<Metric>(METRICS).map(({ name, type }) => (type === 'histogram' ? `${name}_bucket` : name)),
  'nodejs_eventloop_lag_p99_seconds',
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
])

const namesIn = (text: string): string[] => text.match(/\b(?:bellbuoy|nodejs|process)_\w+/g) ?? []

test.skipIf(!available('promtool'))(
  'the alert rules are valid, and ring when they should and only then',
  async () => {
    await execute('promtool', ['check', 'rules', path('prometheus/alerts.yml')])
    const { stdout } = await execute('promtool', ['test', 'rules', path('prometheus/alerts.test.yml')])
    expect(stdout).toContain('SUCCESS')
  },
)

test('every alert has its test', async () => {
  const rules = parse(await readFile(path('prometheus/alerts.yml'), 'utf8')) as {
    groups: { rules: { alert: string }[] }[]
  }
  const tests = await readFile(path('prometheus/alerts.test.yml'), 'utf8')
  for (const { alert } of rules.groups.flatMap((group) => group.rules))
    expect(tests).toContain(`alertname: ${alert}\n        exp_alerts:\n          - exp_labels`)
})

test.each(['prometheus/alerts.yml', 'grafana/bellbuoy.json'])(
  '%s names metrics that there are',
  async (file) => {
    const names = namesIn(await readFile(path(file), 'utf8'))
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((name) => !KNOWN.has(name))).toEqual([])
  },
)
