import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, startTestApp } from '../support/app/start-test-app.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = fileURLToPath(new URL('../../dist/console', import.meta.url))
const asBrowser = { accept: 'text/html,application/xhtml+xml' }

describe('the console', () => {
  let app: TestApp

  beforeAll(async () => {
    app = await startTestApp()
    return () => app[Symbol.asyncDispose]()
  })

  test.each(['/', '/projects/team/webhooks', '/deliveries?state=error'])(
    'answers %s with its page, which nobody may keep',
    async (path) => {
      const { status, headers, body } = await app.anonymous.get(path, asBrowser)
      expect(status).toBe(200)
      expect(headers['cache-control']).toBe('no-store')
      expect(body).toContain('<div id="root">')
    },
  )

  test('lets no inline script in, and gives each page a nonce of its own for styles', async () => {
    const nonceOf = async () => {
      const { headers, body } = await app.anonymous.get('/', asBrowser)
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'; script-src 'self';")
      expect(policy).not.toContain('unsafe')
      const [, nonce] = /'nonce-([^']+)'/.exec(policy)!
      expect(body).toContain(`nonce="${nonce}"`)
      expect(body).not.toMatch(/__CSP_NONCE__|<script(?![^>]*src=)/)
      return nonce
    }
    expect(await nonceOf()).not.toBe(await nonceOf())
  })

  test('sends its files compressed, to be kept for ever', async () => {
    const [file] = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'))
    const { status, headers } = await app.anonymous.get(`/assets/${file}`, { 'accept-encoding': 'br, gzip' })
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
      'content-type': expect.stringContaining('javascript'),
    })
  })

  test.each([
    '/api/v2.0/nothing',
    '/api/nothing',
    '/service/nothing',
    '/c/nothing',
    '/metrics/x',
    '/assets/x.js',
  ])('leaves %s alone', async (path) => {
    const { status, headers } = await app.anonymous.get(path, asBrowser)
    expect(status).toBe(404)
    expect(headers['content-type']).toContain('json')
  })

  test('does not answer programs that look for something that is not there', async () => {
    expect((await app.anonymous.get('/projects', { accept: 'application/json' })).status).toBe(404)
    expect((await app.anonymous.post('/projects', {}, asBrowser)).status).toBe(404)
  })

  test('asks pages for no password by a window of the browser', async () => {
    const asked = await app.anonymous.get('/api/v2.0/users/current', { 'x-requested-with': 'XMLHttpRequest' })
    expect(asked.status).toBe(401)
    expect(asked.headers).not.toHaveProperty('www-authenticate')
  })
})

test('a server whose console is not built says so, and serves its API', async () => {
  await using empty = await temporaryFolder()
  await using app = await startTestApp({ consoleFolder: empty.path })
  const { status, body } = await app.anonymous.get('/', asBrowser)
  expect(status).toBe(503)
  expect(body).toContain('its console is not built')
  expect((await app.anonymous.get('/api/v2.0/ping')).status).toBe(200)
})

test('what a first visit loads weighs less than 250 kB', () => {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const files = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => path!)
  const bytes = files.map((path) => statSync(join(folder, `${path}.gz`)).size)
  expect(files.some((path) => path.endsWith('.js'))).toBe(true)
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000)
})
