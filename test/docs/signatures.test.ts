import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { createSigningSecret, readSigningSecret } from '../../src/domain/target/signing-key.ts'
import { available } from '../support/available.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const page = readFileSync(new URL('../../docs/signatures.md', import.meta.url), 'utf8')

/** The first example in a language. */
function example(language: string): string {
  return page
    .split(`\n\`\`\`${language}\n`)
    .at(language === 'sh' ? 2 : 1)!
    .split('\n```')[0]!
}

const secret = createSigningSecret('v1')
const body = '{"operator":"é⚓"}'
const timestamp = String(Math.floor(Date.now() / 1000))

function headersFor(text: string): Record<string, string> {
  const key = readSigningSecret(secret)
  if ('fault' in key) throw new Error(key.fault)
  const signature = `v1,bm90aGluZw== ${key.sign(`e_1.${timestamp}.${text}`)}`
  return { 'webhook-id': 'e_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature }
}

test('the TypeScript example takes what is genuine and nothing else', async () => {
  await using folder = await temporaryFolder('signatures')
  const file = join(folder.path, 'example.ts')
  writeFileSync(file, example('ts'))
  const { isGenuine } = (await import(pathToFileURL(file).href)) as {
    isGenuine: (secret: string, headers: Record<string, string>, body: string) => boolean
  }
  expect(isGenuine(secret, headersFor(body), body)).toBe(true)
  expect(isGenuine(secret, headersFor(body), `${body} `)).toBe(false)
  expect(isGenuine(createSigningSecret('v1'), headersFor(body), body)).toBe(false)
  expect(isGenuine(secret, { ...headersFor(body), 'webhook-timestamp': '1' }, body)).toBe(false)
})

test.skipIf(!available('openssl'))('the shell example takes what is genuine and nothing else', async () => {
  await using folder = await temporaryFolder('signatures')
  const run = (text: string): string => {
    writeFileSync(join(folder.path, 'body'), text)
    const headers = headersFor(body)
    const env = {
      PATH: process.env['PATH'] ?? '',
      SECRET: secret,
      ID: 'e_1',
      TIMESTAMP: timestamp,
      SIGNATURE: headers['webhook-signature']!,
    }
    return execFileSync('sh', ['-c', example('sh')], { cwd: folder.path, env, encoding: 'utf8' }).trim()
  }
  expect(run(body)).toBe('genuine')
  expect(run(`${body} `)).toBe('forged')
})

test.skipIf(!available('python3'))('the Python example takes what is genuine and nothing else', () => {
  const check = `${example('python')}
import json, sys
given = json.load(sys.stdin)
print([is_genuine(given["secret"], given["headers"], body.encode()) for body in given["bodies"]])`
  const input = JSON.stringify({ secret, headers: headersFor(body), bodies: [body, `${body} `] })
  expect(execFileSync('python3', ['-c', check], { input, encoding: 'utf8' }).trim()).toBe('[True, False]')
})
