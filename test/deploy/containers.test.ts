import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { SETTINGS } from '../../src/config/settings-table.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

interface Service {
  readonly image: string
  readonly build?: string
  readonly read_only?: boolean
  readonly user?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly volumes?: readonly string[]
  readonly healthcheck?: unknown
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly configs?: Readonly<Record<string, { readonly content: string }>>
}

const unknownSettings = (text: string): readonly string[] =>
  [...text.matchAll(/\bBELLBUOY_([A-Z_]+)\b/g)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'IMAGE' && !Object.hasOwn(SETTINGS, name))

test.each([
  'Dockerfile',
  'deploy/compose/registry.yml',
  'deploy/compose/nodes.yml',
  'deploy/helm/bellbuoy/values.yaml',
  'deploy/helm/bellbuoy/templates/_bellbuoy.tpl',
  'deploy/helm/bellbuoy/templates/settings.yaml',
  'deploy/helm/bellbuoy/templates/pod-monitor.yaml',
])('%s names only settings that there are', (file) => {
  expect(unknownSettings(read(file))).toEqual([])
})

describe.each(['registry', 'nodes'])('deploy/compose/%s.yml', (name) => {
  const file = parse(read(`deploy/compose/${name}.yml`), { merge: true }) as ComposeFile
  const services = Object.values(file.services)
  const ours = services.filter(({ build }) => build !== undefined)

  test('builds our image from the folder of the Dockerfile, and runs it read-only', () => {
    expect(ours.length).toBeGreaterThan(0)
    for (const { build, read_only: isReadOnly } of ours) {
      expect(existsSync(join(root, 'deploy/compose', build!, 'Dockerfile'))).toBe(true)
      expect(isReadOnly).toBe(true)
    }
  })

  test('waits only for services that say how they are, and mounts only volumes that it declares', () => {
    for (const { depends_on: waits = {} } of services)
      for (const other of Object.keys(waits)) {
        const { build, healthcheck } = file.services[other]!
        expect(build ?? healthcheck).toBeDefined()
      }
    const mounted = services.flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]!))
    expect(mounted.filter((volume) => !Object.hasOwn(file.volumes, volume))).toEqual([])
  })
})

test('the registry of deploy/compose/registry.yml posts to Bellbuoy with the token that Bellbuoy has', () => {
  const { services, configs } = parse(read('deploy/compose/registry.yml')) as ComposeFile
  const { notifications } = parse(configs!['registry']!.content) as {
    notifications: { endpoints: { url: string; headers: { Authorization: string[] } }[] }
  }
  const [endpoint] = notifications.endpoints
  expect(new URL(endpoint!.url).hostname in services).toBe(true)
  expect(new URL(endpoint!.url).pathname).toBe('/service/notifications')
  expect(endpoint!.headers.Authorization).toEqual(['Bearer ${SOURCE_TOKEN}'])
  expect(services['bellbuoy']!.environment!['BELLBUOY_SOURCE_TOKEN']).toMatch(/^\$\{SOURCE_TOKEN:\?/)
})

test('the chart has the version of the program', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  expect(parse(read('deploy/helm/bellbuoy/Chart.yaml'))).toMatchObject({ appVersion: version })
})
