import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { startOneProcess } from '../../support/app/commands-in-one-process.ts'
import { startStrangeServer } from '../../support/services/strange-server.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { waitUntil } from '../../support/wait-until.ts'
import { INVOCATIONS, invocation } from './invocations.ts'

const COLUMNS = 80
/** Sets a title, clears the screen, rings, overwrites the line, turns the direction; then wide characters, and too many of them. */
const STRANGE = `\u001b]0;x\u0007\u001b[2J\r\u0007\u009b2J\u202e港口🛎️é${'長い名前'.repeat(40)}`
const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const OUR_COLOURS = new RegExp(String.raw`\u001b\[(?:2|22|31|32|36|39)m`, 'g')

const parts = shared(async (stack) => {
  const folder = stack.use(await temporaryFolder('strangers')).path
  return {
    folder,
    server: stack.use(await startStrangeServer(STRANGE)),
    commands: stack.use(startOneProcess(folder)),
  }
})

/** Runs a command; one that goes on by itself is ended once it has had its answers. */
async function ran(path: string, options: readonly string[], columns?: number) {
  const { folder, server, commands } = parts()
  const { url } = server
  const name = path === 'apply' ? 'team' : STRANGE
  const env = { XDG_CONFIG_HOME: folder, BELLBUOY_SERVER: url, BELLBUOY_TOKEN: 'a token' }
  const before = server.answered
  const args = [...invocation(path, { name, folder, url }), ...options]
  const running = commands.start(args, env, columns === undefined ? {} : { columns })
  if (path === 'tail') {
    await waitUntil(() => server.answered > before + 20, { what: 'several rounds', timeoutMs: 60_000 })
    await running.interrupt()
  }
  return running.ended
}

test(
  'no command lets a character of a server steer the terminal, and none writes over its edge in a list',
  { timeout: 240_000 },
  async () => {
    for (const path of Object.keys(INVOCATIONS)) {
      const { stdout, stderr } = await ran(path, [], COLUMNS)
      const said = (stdout + stderr).replaceAll(OUR_COLOURS, '')
      expect({ path, steers: STEERING.exec(said)?.[0] }).toEqual({ path, steers: undefined })
      expect({ path, fault: /this is a bug in Bellbuoy[^]*/.exec(said)?.[0] }).toEqual({
        path,
        fault: undefined,
      })
      const isList = path.endsWith(' list') || path === 'tail'
      const tooWide = stdout
        .replaceAll(OUR_COLOURS, '')
        .split('\n')
        .filter((line) => stringWidth(line) > COLUMNS)
      if (isList) expect({ path, tooWide }).toEqual({ path, tooWide: [] })
    }
  },
)

test('--json gives every text as the server has it', { timeout: 240_000 }, async () => {
  const faithful: string[] = []
  for (const path of Object.keys(INVOCATIONS).filter((one) => !['login', 'logout'].includes(one))) {
    const { stdout } = await ran(path, ['--json'])
    expect({ path, steers: STEERING.exec(stdout)?.[0] }).toEqual({ path, steers: undefined })
    const values = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown)
    if (values.some((value) => hasText(value, STRANGE))) faithful.push(path)
  }
  const lists = Object.keys(INVOCATIONS).filter((path) => / (?:list|show)$/.test(path))
  expect(faithful).toEqual(expect.arrayContaining(lists))
})

function hasText(value: unknown, text: string): boolean {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).some(([key, one]) => key === text || hasText(one, text))
  return value === text
}
