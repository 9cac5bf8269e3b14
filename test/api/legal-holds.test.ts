import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { waitUntil } from '../support/wait-until.ts'

const HOLDS = '/api/v2.0/legal-holds'

test('a legal hold names what it keeps, who placed it and why, until it is lifted; the audit log has both', async () => {
  await using app = await startTestApp()
  await push(app, { repository: 'shop/web' })
  const held = { project: 'shop', since: '2026-01-01T00:00:00.000Z', reason: 'case 7' }

  const placed = await app.api.post(HOLDS, held)

  expect(placed).toMatchObject({ status: 201, body: { id: expect.any(Number) } })
  expect((await app.api.get(HOLDS)).body).toMatchObject([{ ...held, id: placed.body.id, placed_by: 'admin' }])
  expect((await app.anonymous.get(HOLDS)).status).toBe(401)
  expect((await app.api.delete(`${HOLDS}/${placed.body.id}`)).status).toBe(200)
  expect((await app.api.get(HOLDS)).body).toEqual([])
  expect((await app.api.delete(`${HOLDS}/${placed.body.id}`)).status).toBe(404)
  const logged = await waitUntil(
    async () => {
      const { body } = await app.api.get('/api/v2.0/auditlog-exts')
      const operations = JSON.stringify(body)
      return operations.includes('legal-hold') && operations
    },
    { what: 'the audit log has it' },
  )
  expect(logged).toContain('shop')
})

test.each([
  [{ reason: 'x' }, 400, 'say what to hold'],
  [{ reason: 'x', everything: true, project: 'shop' }, 400, 'say what to hold'],
  [{ project: 'shop' }, 422, 'reason'],
  [{ project: 'none', reason: 'x' }, 404, 'project none not found'],
  [{ event_id: '01890000-0000-7000-8000-000000000000', reason: 'x' }, 404, 'not found'],
  [{ since: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z', reason: 'x' }, 400, 'before until'],
  [{ projekt: 'shop', reason: 'x' }, 400, 'projekt'],
])('a slip places no legal hold: %j', async (body, status, words) => {
  await using app = await startTestApp()
  await push(app, { repository: 'shop/web' })
  const refused = await app.api.post(HOLDS, body)
  expect(refused.status).toBe(status)
  expect(JSON.stringify(refused.body)).toContain(words)
  expect((await app.api.get(HOLDS)).body).toEqual([])
})
