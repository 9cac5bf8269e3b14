import { readFileSync } from 'node:fs'
import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { listenerRulesSchema } from '../../docs/listener-rules-schema.ts'
import { checkRules } from '../../src/listen/rules/check-rules.ts'
import { readRules } from '../../src/listen/rules/file/read-rules.ts'

const docs = new URL('../../docs/', import.meta.url)
const schemaText = readFileSync(new URL('listener-rules.schema.json', docs), 'utf8')
const schema = JSON.parse(schemaText) as object

const page = readFileSync(new URL('listener-rules.md', docs), 'utf8')
const examples = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text]) => text ?? '')

test('docs/listener-rules.schema.json is up to date (node_modules/.bin/node docs/generate-listener-rules.ts writes it)', async () => {
  expect(schemaText).toBe(await listenerRulesSchema())
})

test.for(examples)(
  'an example of docs/listener-rules.md is read, and every rule of it runs for something',
  (text) => {
    const reading = readRules(text, '/')
    if ('mistakes' in reading) throw new Error(reading.mistakes.map((mistake) => mistake.text).join('\n'))
    for (const { rule, samples } of checkRules(reading.file.rules))
      expect(
        samples.some(({ verdict }) => verdict === 'run'),
        rule.name,
      ).toBe(true)
    expect(Check(schema, parse(text))).toBe(true)
  },
)

test.for([
  'rules: [{ name: a }]',
  'rules: [{ name: a, run: x, shell: y }]',
  'rules: [{ name: a, run: x, taag: v }]',
  'rules: [{ name: a, run: x, time_limit: 10 }]',
  'rules: [{ name: a, run: x, on: push }]',
  'rules: []',
])('for editors, %s is wrong too', (text) => {
  expect(Check(schema, parse(text))).toBe(false)
})
