import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Ran, runCommand } from '../support/app/command.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { shared } from '../support/shared.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = fileURLToPath(new URL('../../examples/configuration-as-code', import.meta.url))
const app = shared(async (stack) => stack.use(await startTestApp()))
const SECRETS = {
  CI_HOOK_AUTHORIZATION: 'Bearer abc',
  READER_SECRET: `Aa1${randomBytes(12).toString('hex')}`,
}

/** What a pipeline runs, with its path to the files of the example. */
async function run(command: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  await using home = await temporaryFolder('pipeline')
  const args = command.split(' ').map((word) => (word === 'bellbuoy' ? join(folder, 'bellbuoy') : word))
  return await runCommand(args, { url: app().url, folder: home.path, env })
}

/** The commands behind `bellbuoy` in a pipeline, the one that shows first. */
function commandsIn(file: string): readonly string[] {
  const text = readFileSync(join(folder, file), 'utf8')
  expect(() => parse(text) as unknown).not.toThrow()
  return [...text.matchAll(/(?:run:|-) bellbuoy (.*?)(?: \|\| .*)?$/gm)].map(([, command]) => command!)
}

describe('the example of configuration as code', () => {
  test('runs the same two commands in both pipelines', () => {
    const commands = ['apply -f bellbuoy --prune --dry-run', 'apply -f bellbuoy --prune --yes']
    expect(commandsIn('github-actions.yml')).toEqual(commands)
    expect(commandsIn('gitlab-ci.yml')).toEqual(commands)
  })

  test('shows what would change, changes it, and has nothing to do after that', async () => {
    const [show = '', apply = ''] = commandsIn('github-actions.yml')
    expect(await run(show, SECRETS)).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('3 to add'),
    })
    expect(await run(apply, SECRETS)).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await run(show, {})).toEqual({ exitCode: 0, stdout: 'Nothing to change.\n', stderr: '' })
    const { body } = await app().api.get('/api/v2.0/projects/team/webhook/policies')
    expect(body).toMatchObject([{ name: 'ci', targets: [{ has_auth_header: true }] }])
  })
})
