import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { imageEvent } from '../support/listen/image-event.ts'
import { type ListenProcess, script, startListen } from '../support/listen/listen-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Writes what it got to files named after its run: each fact as it is, and the body. */
const RECORD = `
printf '%s' "$BELLBUOY_REPOSITORY" > "got-$BELLBUOY_RUN_ID-repository"
printf '%s' "$BELLBUOY_TAG" > "got-$BELLBUOY_RUN_ID-tag"
printf '%s' "$BELLBUOY_LEFT_OUT" > "got-$BELLBUOY_RUN_ID-left-out"
cat > "got-$BELLBUOY_RUN_ID-body"`

const NAMES = {
  'a command substitution': 'team/$(touch pwned)',
  'back quotes': 'team/`touch pwned`',
  'a variable': 'team/${IFS}touch${IFS}pwned;$PATH',
  separators: 'team/a;touch pwned&&touch pwned|touch pwned\n touch pwned',
  quotes: `team/'"\\'; touch pwned; "`,
  'line breaks': 'team/a\r\nBELLBUOY_TAG=forged\n\n',
  'a leading dash': '-rf/--help',
  'another direction of writing': 'team/\u202egpj.exe\u2066\u200f',
  'a shell function': '() { :;}; touch pwned',
  'terminal escapes': 'team/\u001b]0;title\u0007\u001b[2J',
  'a long name': `team/${'n'.repeat(60_000)}`,
} as const

let listener: ListenProcess
const owned = new AsyncDisposableStack()

beforeAll(async () => {
  const { path: dir } = owned.use(await temporaryFolder('listen'))
  listener = owned.use(await startListen({ dir, args: ['--exec', await script(dir, RECORD)] }))
})
afterAll(() => owned[Symbol.asyncDispose]())

test.each(Object.entries(NAMES))('%s reaches a command as data', async (_, repository) => {
  const body = imageEvent({ repository })

  const id = await listener.accepted({ body })

  expect(await listener.ended(id)).toMatchObject({ state: 'success', attempts: [{ output: '' }] })
  expect(await got(listener, id)).toEqual({ repository, tag: 'v1', leftOut: '', body })
  expect(await readdir(listener.dir)).not.toContain('pwned')
  const [shown] = (await listener.command('list', '--limit', '1')).stdout.split('\n').slice(1)
  expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})

test('a fact that the environment cannot carry is empty and named, and the body has all of it', async () => {
  const long = `team/${'n'.repeat(1024 ** 2)}`
  for (const [repository, tag, leftOut] of [
    ['team/a\0b', 'v1', 'BELLBUOY_REPOSITORY BELLBUOY_RESOURCE_URL'],
    [long, 'v\0', 'BELLBUOY_REPOSITORY BELLBUOY_TAG BELLBUOY_RESOURCE_URL'],
    [long, 'v1', 'BELLBUOY_REPOSITORY BELLBUOY_RESOURCE_URL'],
  ] as const) {
    const body = imageEvent({ repository, tag })
    const id = await listener.accepted({ body })
    expect(await listener.ended(id)).toMatchObject({ state: 'success' })
    expect(await got(listener, id)).toEqual({
      repository: '',
      tag: tag === 'v1' ? 'v1' : '',
      leftOut,
      body,
    })
  }
})

test('facts that are too long only together are left out, the longest first', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, RECORD)
  // A quarter of the stack is what arguments and environment may take.
  const small = await script(folder.path, `ulimit -s 512; exec "$@"`, 'small.sh')
  await using tight = await startListen({ dir: folder.path, within: [small], args: ['--exec', file] })
  const body = imageEvent({ repository: `team/${'n'.repeat(60_000)}`, operator: 'o'.repeat(50_000) })
  const id = await tight.accepted({ body })
  expect(await tight.ended(id)).toMatchObject({ state: 'success' })
  expect((await got(tight, id)).leftOut).toBe('BELLBUOY_RESOURCE_URL')
})

test('a body that is not text, and one of 8 MiB, arrive byte for byte; a longer one is refused', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'sha256sum')
  await using other = await startListen({ dir: folder.path, args: ['--exec', file] })
  const bytes = new Uint8Array(8 * 1024 ** 2).map((_, index) => (index * 7) % 256)
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
  const headers = { 'content-type': 'application/octet-stream' }

  const id = await other.accepted({ body: bytes, headers })
  expect((await other.ended(id)).attempts[0]!.output).toBe(`${hash}  -\n`)

  const tooLong = new Uint8Array(8 * 1024 ** 2 + 1)
  expect((await other.post({ body: tooLong, headers }).catch(() => ({ status: 413 }))).status).toBe(413)
})

test('a command that never reads its input, or closes it, has not failed', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'exec <&-; echo closed')
  await using other = await startListen({ dir: folder.path, args: ['--exec', file] })
  const body = imageEvent({ repository: `team/${'n'.repeat(1024 ** 2)}` })
  expect(await other.ended(await other.accepted({ body }))).toMatchObject({
    state: 'success',
    attempts: [{ output: 'closed\n' }],
  })
})

async function got(listener: ListenProcess, id: number) {
  const read = (what: string): Promise<string> => readFile(join(listener.dir, `got-${id}-${what}`), 'utf8')
  return {
    repository: await read('repository'),
    tag: await read('tag'),
    leftOut: await read('left-out'),
    body: await read('body'),
  }
}
