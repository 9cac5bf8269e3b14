import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startOneProcess } from '../../support/app/commands-in-one-process.ts'
import { BAD_SERVERS, startBadServer } from '../../support/services/bad-servers.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { INVOCATIONS, invocation, pathOf, remoteCommands } from './invocations.ts'

const parts = shared(async (stack) => {
  const folder = stack.use(await temporaryFolder('bad-server')).path
  return { folder, commands: stack.use(startOneProcess(folder)) }
})

/** What each kind of server has a command say behind the address, cause and next step. */
const SAYS: Readonly<Record<string, RegExp>> = {
  nobody: /did not answer: .*ECONNREFUSED.*: check the address \(--server, BELLBUOY_SERVER\), and that/,
  'an unknown certificate': /did not answer: .*certificate.*: add the CA certificate .* \(--ca FILE\)/,
  'a page': /answered with a page: check the address \(--server, BELLBUOY_SERVER\)/,
  'a page that says 404': /answered with 404 Not Found, so it is not Bellbuoy: check the address/,
  'JSON of something else': /answered with [^:]*: check the address/,
  'a redirect': /redirects to https:\/\/buoy\.example\.com\/console\/: check the address/,
  'half an answer': /did not answer: .*: check the address/,
  'no answer': /did not answer: the request timed out.*: try again later, and check the log/,
}

/** A log-in at this server that is kept. */
function contextsAt(url: string): NodeJS.ProcessEnv {
  const config = join(parts().folder, 'config')
  mkdirSync(join(config, 'bellbuoy'), { recursive: true })
  const contexts = { here: { url, user: 'admin', token: 'a token', tokenId: 1 } }
  writeFileSync(join(config, 'bellbuoy/contexts.json'), JSON.stringify({ current: 'here', contexts }), {
    mode: 0o600,
  })
  return { XDG_CONFIG_HOME: config }
}

test('every command that calls a server has an invocation here', () => {
  expect(remoteCommands().map(pathOf).toSorted()).toEqual(Object.keys(INVOCATIONS).toSorted())
})

test.for(BAD_SERVERS)(
  'of a server that is or gives %s, every command says where it is and what to do, and nothing else',
  { timeout: 240_000 },
  async (kind) => {
    const { folder, commands } = parts()
    await using server = await startBadServer(kind, folder)
    const { url } = server
    const env = { ...contextsAt(url), BELLBUOY_SERVER: url, BELLBUOY_TOKEN: 'a token' }
    for (const path of Object.keys(INVOCATIONS)) {
      const args = invocation(path, { name: 'team', folder, url })
      const ran = await commands.start(args, env, { hurriesCalls: kind === 'no answer' }).ended
      // Of what is wrong with the server, doctor has found something.
      const [said, other, code] =
        path === 'doctor' ? [ran.stdout, ran.stderr, 1] : [ran.stderr, ran.stdout, 69]
      const sentence = said.replaceAll(/\s+/g, ' ')
      expect({ path, exitCode: ran.exitCode, other, sentence }).toEqual({
        path,
        exitCode: code,
        other: '',
        sentence: expect.stringMatching(SAYS[kind]!),
      })
      expect(sentence).toContain(`the server at ${url} `)
      expect(sentence).not.toMatch(/ at \S+ \(|\.ts:\d+/)
    }
  },
)
