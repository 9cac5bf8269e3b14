import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { fitsHeader } from '../../../domain/header-value.ts'
import type { Facts } from '../../webhook/webhook.ts'
import type { CallAction } from '../rule.ts'
import { READY_MADE_CALLS, readyMadeContent } from './ready-made-calls.ts'
import { type RenderedCall, renderCall } from './render-call.ts'

const PUSH: Facts = {
  eventType: 'PUSH_ARTIFACT',
  project: 'shop',
  repository: 'shop/web',
  tag: '1.4.2',
  digest: 'sha256:a1',
  resourceUrl: 'registry.example.com/shop/web:1.4.2',
  operator: 'alice',
  severity: '',
}

const CALL: CallAction = { kind: 'call', method: 'POST', url: 'https://ci.example.com/hook', headers: {} }

interface Given {
  readonly facts?: Partial<Facts>
  readonly body?: string
  readonly environment?: Readonly<Record<string, string>>
}

function render(
  action: Partial<CallAction>,
  { facts = {}, body = '{"occur_at":0}', environment = {} }: Given = {},
) {
  const identity = { kind: 'id', id: 'event_7', redelivery: 0 } as const
  const webhook = { identity, contentType: 'application/json', body: Buffer.from(body) }
  return renderCall({ action: { ...CALL, ...action }, webhook, facts: { ...PUSH, ...facts }, environment })
}

async function rendered(...input: Parameters<typeof render>): Promise<RenderedCall> {
  const end = await render(...input)
  if ('fault' in end) throw new Error(end.fault)
  return end
}

test('without templates the body goes on as it arrived', async () => {
  expect(await rendered({})).toEqual({
    method: 'POST',
    url: 'https://ci.example.com/hook',
    shownUrl: 'https://ci.example.com/hook',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"occur_at":0}'),
  })
  expect((await rendered({ method: 'GET' })).body).toHaveLength(0)
})

test('facts stand in URL, headers and body, each as it must be written there', async () => {
  const action = {
    url: 'https://h/job/{{ repository.full_name }}/build?tag={{ artifact.tag }}',
    headers: { 'x-by': 'by {{ actor.name }}' },
    bodyTemplate: '{"tag": "v{{ artifact.tag }}", "who": {{ actor.name }}, "scan": {{ scan.severity }}}',
  }
  const facts = { operator: 'a"b\r\nx: größe', tag: 'a&b=c d' }
  const call = await rendered(action, { facts })
  expect(call.url).toBe('https://h/job/shop%2Fweb/build?tag=a%26b%3Dc%20d')
  expect(call.headers).toEqual({
    'content-type': 'application/json',
    'x-by': Buffer.from('by a"b  x: größe').toString('latin1'),
  })
  expect(JSON.parse(call.body.toString())).toEqual({ tag: 'va&b=c d', who: facts.operator, scan: null })
})

test('the content type of a template may be another', async () => {
  const headers = { 'content-type': 'application/vnd.api+json' }
  expect((await rendered({ headers, bodyTemplate: '{}' })).headers).toEqual(headers)
})

test('a body is text or a form where its content type says so, and facts stay in their place', async () => {
  const bodyTemplate = 'tag={{ artifact.tag }}&by={{ actor.name }}{{ scan.severity }}'
  const facts = { tag: 'a&b=c d', operator: 'größe\r\n"x"' }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const call = await rendered({ headers: form, bodyTemplate }, { facts })
  expect([call.headers, call.body.toString()]).toEqual([
    form,
    'tag=a%26b%3Dc%20d&by=gr%C3%B6%C3%9Fe%0D%0A%22x%22',
  ])
  const text = { 'content-type': 'text/plain; charset=utf-8' }
  expect((await rendered({ headers: text, bodyTemplate }, { facts })).body.toString()).toBe(
    'tag=a&b=c d&by=größe  "x"',
  )
})

test.for(Object.keys(READY_MADE_CALLS))('the ready-made call %s names what was pushed', async (name) => {
  const { template } = READY_MADE_CALLS[name] ?? { template: '' }
  const call = await rendered({ bodyTemplate: readyMadeContent(template).body })
  const text = call.body.toString()
  for (const known of ['registry.example.com/shop/web:1.4.2', 'event_7', 'alice', 'PUSH_ARTIFACT'])
    expect(text).toContain(known)
})

test.for([
  ['{"occur_at":1772359204}', '2026-03-01T10:00:04.000Z'],
  ['{"time":"2026-03-01T10:00:04Z"}', '2026-03-01T10:00:04Z'],
  ['{"events":[{"trigger_time":1772359204000}]}', '2026-03-01T10:00:04.000Z'],
  ['{"occurred_at":"2026-03-01T10:00:04.000Z"}', '2026-03-01T10:00:04.000Z'],
  ['{"occur_at":1e300}', null],
  ['text', null],
] as const)('when it happened is known of %s', async ([body, time]) => {
  const call = await rendered({ bodyTemplate: '[{{ occurred_at }}]' }, { body })
  expect(JSON.parse(call.body.toString())).toEqual([time])
})

test('the reference to pull by is known where the URL of the resource is one', async () => {
  const action = { bodyTemplate: '[{{ artifact.pull_by_tag }}, {{ artifact.pull_by_digest }}]' }
  const read = async (facts: Partial<Facts>) =>
    JSON.parse((await rendered(action, { facts })).body.toString()) as unknown
  expect(await read({})).toEqual([
    'registry.example.com/shop/web:1.4.2',
    'registry.example.com/shop/web@sha256:a1',
  ])
  expect(await read({ tag: '', resourceUrl: 'r/shop/web@sha256:a1' })).toEqual([null, 'r/shop/web@sha256:a1'])
  expect(await read({ digest: '', resourceUrl: 'https://r/chartrepo/shop/charts/web-1.4.2.tgz' })).toEqual([
    null,
    null,
  ])
})

test('a template may read any field of the body', async () => {
  const body = '{"custom":{"list":[1,{"a":"b"}]}}'
  const call = await rendered({ bodyTemplate: '{"found": {{ body.custom.list[1] }}}' }, { body })
  expect(call.body.toString()).toBe('{"found":{"a":"b"}}')
})

test('secrets are read when the call is made, and logs get none', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'token')
  const action = {
    url: 'https://gitlab/api?ref=main',
    secretHeaders: { authorization: { prefix: 'Bearer ', source: { kind: 'variable', name: 'TOKEN' } } },
    secretQuery: { token: { prefix: '', source: { kind: 'file', path } } },
  } as const
  const missing = await render(action, { environment: { TOKEN: 'abc' } })
  expect(missing).toEqual({
    fault: expect.stringMatching(/^the secret of token: the file .* is missing/) as string,
  })
  await writeFile(path, 'se&cret\n')
  const call = await rendered(action, { environment: { TOKEN: 'abc' } })
  expect(call.headers['authorization']).toBe('Bearer abc')
  expect(call.url).toBe('https://gitlab/api?ref=main&token=se%26cret')
  expect(call.shownUrl).toBe('https://gitlab/api?ref=main')
})

test('a fact never leads to another path', async () => {
  for (const tag of ['..', '.', '...'.slice(1)]) {
    const end = await render({ url: 'https://h/job/{{ artifact.tag }}/x' }, { facts: { tag } })
    expect(end).toEqual({ fault: expect.stringContaining('another path') as string })
  }
  const together = await render(
    { url: 'https://h/a/{{ artifact.tag }}{{ actor.name }}?x' },
    { facts: { tag: '.', operator: '.' } },
  )
  expect(together).toHaveProperty('fault')
  expect(
    await rendered({ url: 'https://h/a?tag={{ artifact.tag }}' }, { facts: { tag: '..' } }),
  ).toMatchObject({
    url: 'https://h/a?tag=..',
  })
})

test('facts that no name is as long as count as unknown', async () => {
  const facts = { repository: `shop/${'a'.repeat(1_000_000)}` }
  const call = await rendered({ bodyTemplate: '[{{ repository.full_name }}]' }, { facts })
  expect(call.body.toString()).toBe('[null]')
})

test('a template that would write too much is a fault', async () => {
  const long = JSON.stringify({ text: 'a'.repeat(300_000) })
  expect(await render({ bodyTemplate: '[{{ body.text }}]' }, { body: long })).toEqual({
    fault: expect.stringContaining('more than 262144 characters') as string,
  })
})

test('whatever the facts are, the request goes to its host and path, and its headers and body are sound', async () => {
  const action = {
    url: 'https://h:8443/job/{{ repository.full_name }}/x-{{ artifact.tag }}?by={{ actor.name }}',
    headers: { 'x-tag': '{{ artifact.tag }}' },
    bodyTemplate: '{"a": {{ artifact.tag }}, "b": "{{ actor.name }}"}',
  }
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('..', '/..', '\r\nx: y', '"}', '{{ id }}', '#', '%2e%2e'),
  )
  await fc.assert(
    fc.asyncProperty(text, text, text, async (repository, tag, operator) => {
      const end = await render(action, { facts: { repository, tag, operator } })
      if ('fault' in end) return
      const { host, pathname, hash } = new URL(end.url)
      expect([host, hash]).toEqual(['h:8443', ''])
      expect(pathname.split('/')).toHaveLength(4)
      expect(fitsHeader(end.headers['x-tag'] ?? '') || /[\x80-\xff]/.test(end.headers['x-tag'] ?? '')).toBe(
        true,
      )
      expect(end.headers['x-tag']).not.toMatch(/[\r\n\0]/)
      const body = JSON.parse(end.body.toString()) as { a: string | null; b: string }
      expect(body.a ?? '').toBe(tag)
      expect(body.b).toBe(operator)
    }),
    { numRuns: 500 },
  )
})
