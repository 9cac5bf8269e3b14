import { readFileSync } from 'node:fs'
import Schema from 'typebox/schema'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { exampleFile, settingsSchema } from '../../docs/settings-file.ts'
import { settingsPage } from '../../docs/settings-page.ts'
import { readConfig } from '../../src/config.ts'
import { SETTINGS } from '../../src/config/settings-table.ts'

const example = new URL('../../deploy/bellbuoy.example.yml', import.meta.url)

test.each([
  ['docs/settings.md', settingsPage],
  ['deploy/bellbuoy.example.yml', exampleFile],
  ['deploy/bellbuoy.schema.json', settingsSchema],
])('%s is up to date (node_modules/.bin/node docs/generate-settings.ts writes it)', (file, text) => {
  expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toBe(text())
})

test('the example sets nothing as it is', () => {
  expect(readConfig({ file: example.pathname, environment: {} })).toEqual(
    readConfig({ file: '/dev/null', environment: {} }),
  )
})

test('the lines of the example, set, are the defaults, and fit the schema', () => {
  const set = parse(
    readFileSync(example, 'utf8')
      .replace(/^[^]*?\n\n/, '')
      .replaceAll(/^# /gm, ''),
  ) as Record<string, unknown>
  for (const { key, default: value } of Object.values(SETTINGS)) {
    const found = key
      .split('.')
      .reduce<unknown>((group, name) => (group as Record<string, unknown>)[name], set)
    expect(found, key).toEqual(value)
  }
  const given = JSON.parse(JSON.stringify(set), (_, value: unknown) => value ?? undefined) as unknown
  expect(Schema.Compile(JSON.parse(settingsSchema())).Errors(given)[1]).toEqual([])
})

test('the schema refuses what is no setting', () => {
  const schema = Schema.Compile(JSON.parse(settingsSchema()))
  expect(schema.Check({ http: { port: 9090 } })).toBe(true)
  expect(schema.Check({ http: { prot: 9090 } })).toBe(false)
  expect(schema.Check({ http: { port: 70_000 } })).toBe(false)
})
