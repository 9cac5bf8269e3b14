import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { curlCommand, isPostTo } from './curl-command.ts'

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

test.for([
  ['https://ci.test/hook?x=1', 'POST /hook?x=1 HTTP/1.1', true],
  ['ci.test', 'POST / HTTP/1.1', true],
  ['https://api.telegram.org', 'POST /bot[redacted]/sendMessage HTTP/1.1', false],
  [
    'https://oapi.dingtalk.com/robot/send?access_token=1',
    'POST /robot/send?access_token=1&timestamp=1&sign=[redacted] HTTP/1.1',
    false,
  ],
  ['stdout', 'write to standard output', false],
  ['ops@acme.test', 'MAIL FROM', false],
] as const)('a request to %s of %s can be made again by hand: %s', ([address, line, isIt]) => {
  expect(isPostTo(address, line)).toBe(isIt)
})
