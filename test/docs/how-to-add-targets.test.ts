import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const sources = globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))

/** The files of the program that say something. */
function filesThatSay(text: string): readonly string[] {
  return sources.filter((file) => readFileSync(root + file, 'utf8').includes(text)).toSorted()
}

function linesThatSay(file: string, text: string): number {
  return readFileSync(root + file, 'utf8')
    .split('\n')
    .filter((line) => line.includes(text) && !line.startsWith('import ')).length
}

test.for(['http', 'slack', 'teams', 'mattermost', 'discord', 'email'])(
  'the kind of target %s is one file and one line of the list',
  (type) => {
    const create = `create${type[0]!.toUpperCase()}${type.slice(1)}Target`
    expect(filesThatSay(create)).toEqual(
      ['src/targets/target-kinds.ts', `src/targets/${type}-target.ts`].toSorted(),
    )
    expect(linesThatSay('src/targets/target-kinds.ts', create)).toBe(1)
  },
)

test.for(['teams', 'mattermost', 'discord'])('nothing else in the program knows the kind %s', (type) => {
  expect(filesThatSay(`'${type}'`)).toEqual([`src/targets/${type}-target.ts`])
})

test.for(['slack', 'teams', 'mattermost', 'discord', 'email'])(
  'the payload format of %s is one file and one line of the list',
  (type) => {
    const format = `${type}Format`
    expect(filesThatSay(format)).toEqual(
      ['src/payloads/payload-formats.ts', `src/payloads/${type}.ts`].toSorted(),
    )
    expect(linesThatSay('src/payloads/payload-formats.ts', format)).toBe(1)
  },
)
