import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Registry } from '../support/registry/registry.ts'

/** Has skopeo take registries of this machine without TLS, by the configuration in a home folder. */
export function trustRegistries(home: string, registries: readonly Registry[]): void {
  const folder = join(home, '.config/containers')
  mkdirSync(folder, { recursive: true })
  const entries = registries.map(({ host }) => `[[registry]]\nlocation = "${host}"\ninsecure = true\n`)
  writeFileSync(join(folder, 'registries.conf'), entries.join('\n'))
  const anything = { default: [{ type: 'insecureAcceptAnything' }] }
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(anything))
}
