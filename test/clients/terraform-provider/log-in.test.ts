import { describe, expect, test } from 'vitest'
import { makeAccessToken } from '../../support/app/access-token.ts'
import type { ApiAnswer } from '../../support/app/api-client.ts'
import { adminPassword } from '../../support/app/bellbuoy-process.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { provider } from './provider.ts'

const cookiesOf = ({ headers }: ApiAnswer) =>
  [headers['set-cookie']].flat().map((cookie) => String(cookie).split(';')[0]?.split('='))

describe('the log-in of the provider', () => {
  test('with bearer_token is an access token of a user', async () => {
    await using app = await startTestApp()
    const { bearer } = await makeAccessToken(app.api)
    const to = provider(app.anonymous, bearer)
    const id = await to.create('/projects', { project_name: 'by-token' })
    expect(await to.read(id)).toMatchObject({ name: 'by-token' })
  })

  test('with session_id is refused a change once, and does it with what the refusal gave', async () => {
    await using app = await startTestApp()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const credentials = new URLSearchParams({ principal: 'admin', password: adminPassword }).toString()
    const loggedIn = cookiesOf(await app.anonymous.post('/c/login', credentials, form))
    const cookie = `sid=${loggedIn.find((pair) => pair?.[0] === 'sid')?.[1] ?? ''}`
    const body = { project_name: 'by-session' }
    const refused = await app.anonymous.post('/api/v2.0/projects', body, { cookie })
    expect(refused.status).toBe(403)
    const [, csrf = ''] = cookiesOf(refused).find((pair) => pair?.[0] === '_gorilla_csrf') ?? []
    expect(csrf).not.toBe('')
    const again = provider(app.anonymous, {
      cookie: `${cookie}; _gorilla_csrf=${csrf}`,
      'x-harbor-csrf-token': String(refused.headers['x-harbor-csrf-token']),
    })
    expect(await again.create('/projects', body)).toMatch(/^\/projects\/\d+$/)
  })
})
