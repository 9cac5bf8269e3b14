import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { LISTEN_OPTIONS, variableOf } from '../../src/cli/listen/options.ts'
import { available } from '../support/available.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const unit = readFileSync(join(root, 'deploy/bellbuoy-listen.service'), 'utf8')

test.skipIf(!available('systemd-analyze'))('systemd finds nothing wrong with the unit', async () => {
  await using folder = await temporaryFolder('unit')
  const file = join(folder.path, 'bellbuoy-listen.service')
  writeFileSync(file, unit.replaceAll('/opt/bellbuoy/', root))
  expect(execFileSync('systemd-analyze', ['verify', file], { encoding: 'utf8', stdio: 'pipe' })).toBe('')
})

test('the unit sets only variables that the listener knows', () => {
  const variables = [...unit.matchAll(/^Environment=(BELLBUOY_\w+)=/gm)].map(([, name]) => name)
  const known: readonly string[] = LISTEN_OPTIONS.map(variableOf)
  expect(variables.filter((name) => !known.includes(name ?? ''))).toEqual([])
})
