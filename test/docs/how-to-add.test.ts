import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { PayloadFormat } from '../../src/domain/delivery/payload-format.ts'
import { PAYLOAD_FORMATS } from '../../src/payloads/payload-formats.ts'
import { push } from '../support/app/push.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What "How to add" in docs/architecture.md promises to be enough: the one new file. */
const csvFormat: PayloadFormat = {
  name: 'Csv',
  about: 'One line of comma-separated values.',
  sharedBy: 'event',
  render: ({ event }) => ({ contentType: 'text/csv', body: `${event.type},${event.repository}` }),
}

test('a new payload format is one file and one line in the list: then it can be seen, chosen and delivered', async () => {
  await using receiver = await startReceiver()
  await using app = await startTestApp({ payloadFormats: [...PAYLOAD_FORMATS, csvFormat] })
  const target = { address: receiver.url(), payload_format: 'Csv' }
  await createPolicy(app.api, { targets: [target] })

  const { body: supported } = await app.api.get('/api/v2.0/projects/setup/webhook/events')
  expect(supported.payload_formats[0].formats).toContain('Csv')
  const { body: preview } = await app.api.post('/api/v2.0/projects/setup/webhook/payload-preview', {
    target: { type: 'http', ...target },
  })
  expect(preview).toMatchObject({ content_type: 'text/csv', body: 'PUSH_ARTIFACT,setup/web' })
  await push(app)
  const [request] = await receiver.waitFor(1)
  expect(request).toMatchObject({
    headers: { 'content-type': 'text/csv' },
    body: 'PUSH_ARTIFACT,setup/boat',
  })
})

test('nothing but its own file knows a payload format, but for the list of all', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => ({ file, text: readFileSync(join(root, 'src', file), 'utf8') }))
  const knowing = (name: string): readonly string[] =>
    files.filter(({ text }) => text.includes(`${name}Format`)).map(({ file }) => file)
  // The two that others build on.
  expect(knowing('bellbuoy')).toEqual([
    'payloads/bellbuoy.ts',
    'payloads/payload-formats.ts',
    'payloads/template.ts',
  ])
  for (const name of ['default', 'cloudEvents', 'proposal', 'guide', 'template']) {
    const file = `payloads/${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}.ts`
    expect(knowing(name).toSorted()).toEqual([file, 'payloads/payload-formats.ts'].toSorted())
  }
  expect(PAYLOAD_FORMATS).toHaveLength(6)
})
