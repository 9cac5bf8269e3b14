import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import { type RegistryEventFacts, registryEvent } from '../../../test/support/events/registry-event.ts'
import { scanOf } from '../../../test/support/events/scan.ts'
import { EVENT_TYPES } from '../../domain/event/event-type.ts'
import { bellbuoyFormat } from './bellbuoy.ts'

function written(facts: RegistryEventFacts) {
  return JSON.parse(bellbuoyFormat.render(payloadInput({ event: registryEvent(facts) })).body)
}

test.for(EVENT_TYPES)('an event of %s of which hardly anything is known keeps to its schema', (type) => {
  const schema = Compile(bellbuoyFormat.schemaOf!(type))
  const facts = { type, operator: '', registryHost: '', repository: '', project: 'shop', artifacts: [] }
  const payload = written(facts)
  expect(schema.Errors(payload)).toEqual([])
  expect(payload).toMatchObject({
    sequence: null,
    repository: null,
    artifact: null,
    reference: null,
    previous_digest: null,
    actor: { name: null },
    origin: { registry: null, request_id: null },
  })
})

test('the tag is the tag or null, never the digest', () => {
  const digest = `sha256:${'a1'.repeat(32)}`
  expect(written({ artifact: { digest } })).toMatchObject({
    reference: { kind: 'digest', value: digest },
    artifact: {
      tag: null,
      digest,
      pull_by_tag: null,
      pull_by_digest: `registry.acme.test/shop/web@${digest}`,
    },
  })
})

test('details that events of a type do not have are null, whatever a source says', () => {
  const quota = { limitBytes: 2, usedBytes: 1, details: 'half' }
  expect(written({ detail: { quota, scan: scanOf('High') } })).toMatchObject({ quota: null, scan: null })
})

test('it tells at most 50 findings, and says when there are more', () => {
  const finding = {
    id: 'CVE-1',
    package: 'p',
    version: '1',
    fixVersion: '',
    severity: 'Low',
    description: '',
    links: [],
  }
  const scan = { ...scanOf('Low'), findings: Array.from({ length: 51 }, () => finding) }
  const type = 'SCANNING_COMPLETED'
  const few = written({ type, detail: { scan: { ...scan, findings: [finding] } } }).scan
  expect(few).toMatchObject({ truncated: false, findings: [{ fix_version: null }] })
  const many = written({ type, detail: { scan } }).scan
  expect(many).toMatchObject({ truncated: true })
  expect(many.findings.length).toBe(50)
})
