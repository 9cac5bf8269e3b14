import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { runsFile } from '../../src/listen/store/run-store.ts'
import { imageEvent } from '../support/listen/image-event.ts'
import { script, startListen } from '../support/listen/listen-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const once = ['--retries', '0'] as const

test('after its time limit a command ends with all that it started, even if it ignores SIGTERM', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(
    folder.path,
    `trap '' TERM; echo started; (trap '' TERM; echo $$ > /dev/null; while :; do sleep 1; done) & while :; do sleep 1; done`,
  )
  await using listener = await startListen({
    dir: folder.path,
    args: [...once, '--time-limit', '300ms', '--exec', file],
  })
  const id = await listener.accepted({ body: imageEvent() })
  const run = await listener.ended(id)
  expect(run).toMatchObject({ state: 'error', reason: 'it took longer than its time limit of 0.3 s' })
  expect(run.attempts).toMatchObject([{ signal: 'SIGKILL', output: 'started\n' }])
  expect(await processesOf(id)).toEqual([])
})

test('what a command leaves behind in its group ends with it', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'sleep 1000 & sleep 1000 & echo done')
  await using listener = await startListen({ dir: folder.path, args: ['--exec', file] })
  const id = await listener.accepted({ body: imageEvent() })
  expect(await listener.ended(id)).toMatchObject({ state: 'success', attempts: [{ output: 'done\n' }] })
  expect(await processesOf(id)).toEqual([])
})

test('of endless output the beginning and the end are kept, and other runs go on', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(
    folder.path,
    'case "$BELLBUOY_TAG" in endless) echo first; yes | head -c 40000000; echo last;; *) echo quick;; esac',
  )
  await using listener = await startListen({ dir: folder.path, args: [...once, '--exec', file] })
  const endless = await listener.accepted({ body: imageEvent({ repository: 'team/one', tag: 'endless' }) })
  const quick = await listener.accepted({ body: imageEvent({ repository: 'team/two' }) })
  expect(await listener.ended(quick)).toMatchObject({ state: 'success' })
  const [attempt] = (await listener.ended(endless)).attempts
  expect(attempt!.isSuccess).toBe(true)
  expect(attempt!.output).toMatch(/^first\ny\n[^]*\n… \d+ bytes were left out …\n[^]*y\nlast\n$/)
  expect(attempt!.output.length).toBeLessThan(70_000)
})

test('output that is not UTF-8 is kept as text, and a secret of the listener is masked in it', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, String.raw`printf 'a\377b\000c ü '; cat secret`)
  await writeFile(join(folder.path, 'secret'), 'Bearer very-secret-value\n')
  await using listener = await startListen({
    dir: folder.path,
    args: ['--exec', file, '--authorization-file', 'secret'],
  })
  const id = await listener.accepted({
    body: imageEvent(),
    headers: { authorization: 'Bearer very-secret-value' },
  })
  expect((await listener.ended(id)).attempts[0]!.output).toBe('a\ufffdb\u0000c ü ***\n')
  expect(listener.output()).not.toContain('very-secret-value')
})

test('a program that is gone, or cannot start, is a failure that the log explains', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'rm "$0"; exec ./missing')
  await using listener = await startListen({ dir: folder.path, args: [...once, '--exec', file] })
  const first = await listener.ended(await listener.accepted({ body: imageEvent() }))
  expect(first).toMatchObject({ state: 'error', reason: 'exit code 127: the command was not found' })
  const second = await listener.ended(await listener.accepted({ body: imageEvent({ tag: 'v2' }) }))
  expect(second).toMatchObject({ state: 'error', reason: 'exit code 127: the command was not found' })
})

test('runs of one repository go one after the other, those of others beside them', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(
    folder.path,
    'echo "begin $BELLBUOY_REPOSITORY $BELLBUOY_TAG" >> order; sleep 0.2; echo "end $BELLBUOY_REPOSITORY $BELLBUOY_TAG" >> order',
  )
  await using listener = await startListen({ dir: folder.path, args: ['--exec', file] })
  const ids: number[] = []
  for (const tag of ['1', '2', '3'])
    for (const repository of ['team/a', 'team/b'])
      ids.push(await listener.accepted({ body: imageEvent({ repository, tag }) }))
  for (const id of ids) await listener.ended(id)
  const lines = (await readFile(join(folder.path, 'order'), 'utf8')).trim().split('\n')
  for (const repository of ['team/a', 'team/b'])
    expect(lines.filter((line) => line.includes(repository))).toEqual(
      ['1', '2', '3'].flatMap((tag) => [`begin ${repository} ${tag}`, `end ${repository} ${tag}`]),
    )
  expect(lines.slice(0, 2).every((line) => line.startsWith('begin'))).toBe(true)
})

test('the end waits for a run; a run that takes too long is cut off, and starts again with the next listener', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(
    folder.path,
    'echo "$BELLBUOY_TAG begins" >> ran; case "$BELLBUOY_TAG" in short) sleep 0.5;; *) test -e works || sleep 100;; esac; echo "$BELLBUOY_TAG ends" >> ran',
  )
  const args = [...once, '--stop-wait', '3s', '--exec', file]
  await using first = await startListen({ dir: folder.path, args })
  await first.accepted({ body: imageEvent({ repository: 'team/a', tag: 'short' }) })
  const long = await first.accepted({ body: imageEvent({ repository: 'team/b', tag: 'long' }) })
  await waitUntil(async () => (await ran(folder.path)).length === 2, { what: 'both are under way' })
  expect(await first.kill('SIGTERM')).toBe(0)
  expect((await ran(folder.path)).sort()).toEqual(['long begins', 'short begins', 'short ends'])
  expect(await processesOf(long)).toEqual([])

  await writeFile(join(folder.path, 'works'), '')
  await using second = await startListen({ dir: folder.path, args })
  const run = await second.ended(long)
  expect(run).toMatchObject({ state: 'success' })
  expect(run.attempts).toMatchObject([
    { isInterrupted: true, reason: 'the listener ended' },
    { isInterrupted: false, isSuccess: true },
  ])
  expect((await ran(folder.path)).filter((line) => line.startsWith('short'))).toHaveLength(2)
})

test('a second signal ends the listener at once, with the commands that it started', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'echo begins >> ran; sleep 100')
  await using listener = await startListen({ dir: folder.path, args: [...once, '--exec', file] })
  const id = await listener.accepted({ body: imageEvent() })
  await waitUntil(async () => (await ran(folder.path)).length === 1, { what: 'it is under way' })
  listener.signal('SIGTERM')
  await waitUntil(() => listener.output().includes('accepts nothing more'), { what: 'the end begins' })
  await waitUntil(
    () => {
      listener.signal('SIGTERM')
      return listener.exitCode !== undefined
    },
    { what: 'the listener has ended', intervalMs: 500, timeoutMs: 10_000 },
  )
  await waitUntil(async () => (await processesOf(id)).length === 0, {
    what: 'its command has ended',
    timeoutMs: 10_000,
  })
})

test('when the process that starts commands is killed, its runs are cut off and start again', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(
    folder.path,
    'echo "$BELLBUOY_TAG begins" >> ran; test -e works || sleep 100; echo "$BELLBUOY_TAG ends" >> ran',
  )
  await using listener = await startListen({ dir: folder.path, args: [...once, '--exec', file] })
  const id = await listener.accepted({ body: imageEvent({ tag: 'a' }) })
  await waitUntil(async () => (await ran(folder.path)).length === 1, { what: 'it is under way' })
  await writeFile(join(folder.path, 'works'), '')
  process.kill(await childOf(listener.pid), 'SIGKILL')
  const run = await listener.ended(id)
  expect(run.attempts).toMatchObject([
    { isInterrupted: true, reason: 'the process that starts commands ended' },
    { isSuccess: true },
  ])
  expect(await ran(folder.path)).toEqual(['a begins', 'a begins', 'a ends'])
  expect(await processesOf(id)).toEqual([])
})

test('a command without its environment is ended too, should the listener and what starts commands be killed at one moment', async () => {
  await using folder = await temporaryFolder('listen')
  const alone = 'echo $$ >> pids; test "$(wc -l < pids)" = 2 || sleep 1000'
  const file = await script(folder.path, `exec env -i /bin/sh -c '${alone}'`)
  const args = [...once, '--exec', file]
  const killed = await startListen({ dir: folder.path, args })
  const id = await killed.accepted({ body: imageEvent() })
  await waitUntil(() => isGroupKnown(folder.path, id), { what: 'it has run for a moment' })
  const [first] = await lines(folder.path, 'pids')
  const launcher = await childOf(killed.pid)
  killed.signal('SIGSTOP')
  process.kill(launcher, 'SIGKILL')
  await killed.kill('SIGKILL')
  expect(await isThere(first), 'nobody has ended it').toBe(true)

  await using next = await startListen({ dir: folder.path, args })
  expect(await next.ended(id)).toMatchObject({
    state: 'success',
    attempts: [{ isInterrupted: true }, { isSuccess: true }],
  })
  expect(await isThere(first)).toBe(false)
})

function isGroupKnown(dir: string, id: number): boolean {
  using database = new DatabaseSync(runsFile(join(dir, 'data/listen')), { readOnly: true })
  return (
    database.prepare('select command_group from run where id = :id').get({ id })?.['command_group'] !== null
  )
}

/** Whether a process runs: one whose result nobody has asked for does not. */
async function isThere(pid: string | undefined): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') X')
  return !/\) [XZ]/.test(stat)
}

async function childOf(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim())
}

async function ran(dir: string): Promise<string[]> {
  return lines(dir, 'ran')
}

async function lines(dir: string, file: string): Promise<string[]> {
  const text = await readFile(join(dir, file), 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line !== '')
}

/** Processes that run for a run, by what is in their environment. */
async function processesOf(id: number): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const environments = await Promise.all(
    pids.map(async (pid) => [pid, await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')] as const),
  )
  return environments
    .filter(([, text]) => text.split('\0').includes(`BELLBUOY_RUN_ID=${id}`))
    .map(([pid]) => pid)
}
