import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { SETTINGS } from '../../src/config/settings-table.ts'
import { available } from '../support/available.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe.each(['bellbuoy', 'bellbuoy-worker'])('the unit %s.service', (name) => {
  const file = join(root, `deploy/${name}.service`)
  const unit = readFileSync(file, 'utf8')

  test.skipIf(!available('systemd-analyze'))('has nothing that systemd finds wrong', async () => {
    await using folder = await temporaryFolder('unit')
    const here = join(folder.path, `${name}.service`)
    writeFileSync(here, unit.replaceAll('/opt/bellbuoy/', root))
    expect(execFileSync('systemd-analyze', ['verify', here], { encoding: 'utf8', stdio: 'pipe' })).toBe('')
  })

  test.skipIf(!available('systemd-analyze'))('leaves the service an exposure below 3 of 10', () => {
    const report = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', file], {
      encoding: 'utf8',
    })
    const [, exposure] = /exposure level for \S+: (\S+)/.exec(report) ?? []
    expect(Number(exposure)).toBeLessThan(3)
  })

  test('sets only what is a setting', () => {
    const variables = [...unit.matchAll(/^Environment=BELLBUOY_(\w+)=/gm)].map(([, variable]) => variable!)
    expect(variables.length).toBeGreaterThan(0)
    expect(variables.filter((variable) => !Object.hasOwn(SETTINGS, variable))).toEqual([])
  })
})
