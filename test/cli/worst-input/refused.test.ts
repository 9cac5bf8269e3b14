import { expect, test } from 'vitest'
import { makeAccessToken } from '../../support/app/access-token.ts'
import { startOneProcess } from '../../support/app/commands-in-one-process.ts'
import { memberLogin, memberOf } from '../../support/app/people.ts'
import { startTestApp } from '../../support/app/start-test-app.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { INVOCATIONS, invocation, pathOf, remoteCommands } from './invocations.ts'

/** These make a log-in or end it. */
const OF_LOG_INS = ['login', 'logout']
/** What people without any role may do. */
const FOR_EVERYONE = ['project list']
const PROJECT = 'team'

const parts = shared(async (stack) => {
  const folder = stack.use(await temporaryFolder('refused')).path
  const clock = new ManualClock(Date.now())
  const app = stack.use(await startTestApp({ clock }))
  await app.api.post('/api/v2.0/projects', { project_name: PROJECT })
  const { secret: expired } = await makeAccessToken(app.api, { duration: 1 })
  clock.advance(2 * 86_400_000)
  await memberOf(app, null, 'guest')
  return { folder, app, expired, commands: stack.use(startOneProcess(folder)) }
})

/** Runs every command with these credentials. */
async function* ranAll(env: NodeJS.ProcessEnv, options: readonly string[] = []) {
  const { folder, app, commands } = parts()
  for (const path of Object.keys(INVOCATIONS).filter((one) => !OF_LOG_INS.includes(one))) {
    const args = [...invocation(path, { name: PROJECT, folder, url: app.url }), ...options]
    const own = { XDG_CONFIG_HOME: folder, BELLBUOY_SERVER: app.url, ...env }
    yield { path, ...(await commands.start(args, own).ended) }
  }
}

test.for(['wrong', 'expired'] as const)(
  'every command says of a token that is %s how to get another one',
  { timeout: 240_000 },
  async (which) => {
    const BELLBUOY_TOKEN = which === 'wrong' ? 'wrong' : parts().expired
    for await (const { path, exitCode, stdout, stderr } of ranAll({ BELLBUOY_TOKEN })) {
      const { url } = parts().app
      expect({ path, exitCode, stderr }).toEqual({
        path,
        exitCode: 77,
        stderr: expect.stringMatching(
          `^bellbuoy: .*unauthorized:? .*${url} refused the token: it is unknown or has expired; log in with bellbuoy login ${url}, or set BELLBUOY_TOKEN(; nothing was changed)?\n$`,
        ),
      })
      // Doctor has looked at the clock before.
      if (path !== 'doctor') expect(stdout).toBe('')
    }
  },
)

test(
  'every command says to somebody without rights that it is not for them, and where it has a form for one project names that',
  { timeout: 240_000 },
  async () => {
    const { user: BELLBUOY_USER, password: BELLBUOY_PASSWORD } = memberLogin(null, 'guest')
    const hinted: string[] = []
    for await (const { path, exitCode, stdout, stderr } of ranAll({ BELLBUOY_USER, BELLBUOY_PASSWORD })) {
      if (FOR_EVERYONE.includes(path)) continue
      expect({ path, exitCode, stderr }).toEqual({
        path,
        exitCode: 77,
        stderr: expect.stringMatching(/^bellbuoy: .*\n$/),
      })
      if (path !== 'doctor') expect(stdout).toBe('')
      if (stderr.includes('--project NAME')) hinted.push(path)
    }
    const withForm = remoteCommands().filter(({ options }) =>
      options.some(({ names }) => names.includes('--project')),
    )
    expect(hinted.toSorted()).toEqual(withForm.map(pathOf).toSorted())
  },
)
