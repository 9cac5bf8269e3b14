import { readFileSync } from 'node:fs'
import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { configurationSchema } from '../../docs/configuration-schema.ts'

const docs = new URL('../../docs/', import.meta.url)
const schemaText = readFileSync(new URL('configuration.schema.json', docs), 'utf8')
const schema = JSON.parse(schemaText) as object
const page = readFileSync(new URL('configuration-as-code.md', docs), 'utf8')
const examples = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].flatMap(([, text]) =>
  parseAllDocuments(text ?? '').map((document) => document.toJS() as unknown),
)

test('docs/configuration.schema.json is up to date (node_modules/.bin/node docs/generate-configuration-schema.ts writes it)', async () => {
  expect(schemaText).toBe(await configurationSchema())
})

test('for editors, the examples of docs/configuration-as-code.md are right', () => {
  expect(examples).not.toEqual([])
  expect(examples.filter((example) => !Check(schema, example))).toEqual([])
})

test.for([
  { kind: 'Project' },
  { kind: 'Projekt', name: 'team' },
  { kind: 'Project', name: 'team', webhoks: [] },
  { kind: 'Project', name: 'team', members: [{ username: 'mia', role_name: 'boss' }] },
  {
    kind: 'GlobalWebhook',
    name: 'ci',
    event_types: ['PUSH_ARTIFACT'],
    targets: [{ type: 'http', auth_header: 'a secret' }],
  },
])('for editors, %j is wrong too', (document) => {
  expect(Check(schema, document)).toBe(false)
})
