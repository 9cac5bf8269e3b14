import { expect, test } from 'vitest'
import { adminPassword } from '../../support/app/bellbuoy-process.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { asAdmin, inTerminal } from '../../support/app/terminal.ts'
import { available } from '../../support/available.ts'
import { shared } from '../../support/shared.ts'

const app = shared(async (stack) => stack.use(await startTestApp()))

test.skipIf(!available('script'))('a password is typed and not shown', async () => {
  const login = ['login', app().url, '--user', 'admin']
  const { exitCode, shown } = await inTerminal(login, [['Password of admin: ', `${adminPassword}\r`]])
  expect(exitCode).toBe(0)
  expect(shown).toContain(`Logged in to ${app().url} as admin`)
  expect(shown).not.toContain(adminPassword)
})

test.skipIf(!available('script')).for([
  ['y\r', 0, 'Deleted the '],
  ['n\r', 65, 'bellbuoy: nothing was changed'],
  ['\r', 65, 'bellbuoy: nothing was changed'],
  ['\x03', 130, 'bellbuoy: nothing was changed'],
  ['\x04', 130, 'bellbuoy: nothing was changed'],
] as const)('after the answer %j a deletion ends with %i', async ([typed, exitCode, says]) => {
  await app().api.post('/api/v2.0/projects', { project_name: 'doomed' })
  const ended = await inTerminal(
    ['project', 'delete', 'doomed'],
    [['Continue? [y/N] ', typed]],
    asAdmin(app().url),
  )
  expect(ended).toEqual({ exitCode, shown: expect.stringContaining(says) })
  expect(ended.shown).not.toContain('fault')
  const { status } = await app().api.get('/api/v2.0/projects/doomed')
  expect(status).toBe(exitCode === 0 ? 404 : 200)
})
