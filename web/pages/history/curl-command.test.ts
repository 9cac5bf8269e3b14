import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlCommand } from './curl-command.ts'

test('a shell reads every quote of a request as it was sent', () => {
  const body = `{"text":"it's \\"quoted\\" $HOME \`id\`"}`
  const command = curlCommand('http://ci.test/a b', { 'x-note': "it's", host: 'ci.test' }, body)
  const words = execFileSync('sh', ['-c', command.replace('curl', 'printf "%s\\n"')], { encoding: 'utf8' })
  expect(words.trimEnd().split('\n')).toEqual([
    '-i',
    'http://ci.test/a b',
    '-H',
    "x-note: it's",
    '--data-raw',
    body,
  ])
})
