import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { imageEvent } from '../support/listen/image-event.ts'
import { script, startListen } from '../support/listen/listen-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

test('a webhook runs the program once, with the facts in its environment and the body on its input', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'env | sort; echo "arguments: $*"; cat')
  await using listener = await startListen({
    dir: folder.path,
    env: { SECRET_OF_THE_LISTENER: 'not for runs', LANG: 'C.UTF-8' },
    args: ['--exec', file, '--', 'one', 'two three'],
  })

  const body = imageEvent()
  const run = await listener.ended(await listener.accepted({ body, id: 'w-1' }))

  expect(run).toMatchObject({ rule: 'exec', state: 'success', webhookId: 'w-1', reason: '' })
  expect(run.attempts).toMatchObject([{ number: 1, isSuccess: true, exitCode: 0 }])
  const [{ output } = { output: '' }] = run.attempts
  const lines = output.split('\n')
  expect(lines).toContain('arguments: one two three')
  expect(output.endsWith(body)).toBe(true)
  const names = lines.filter((line) => /^\w+=/.test(line)).map((line) => line.split('=')[0])
  expect(names.filter((name) => name !== 'PWD')).toEqual([
    'BELLBUOY_ATTEMPT',
    'BELLBUOY_DIGEST',
    'BELLBUOY_EVENT',
    'BELLBUOY_LEFT_OUT',
    'BELLBUOY_OPERATOR',
    'BELLBUOY_PROJECT',
    'BELLBUOY_REPOSITORY',
    'BELLBUOY_RESOURCE_URL',
    'BELLBUOY_RUN_ID',
    'BELLBUOY_SEVERITY',
    'BELLBUOY_TAG',
    'BELLBUOY_WEBHOOK_ID',
    'HOME',
    'LANG',
    'PATH',
  ])
  expect(lines).toEqual(
    expect.arrayContaining([
      'BELLBUOY_EVENT=PUSH_ARTIFACT',
      'BELLBUOY_PROJECT=team',
      'BELLBUOY_REPOSITORY=team/app',
      'BELLBUOY_TAG=v1',
      'BELLBUOY_OPERATOR=admin',
      'BELLBUOY_WEBHOOK_ID=w-1',
      'BELLBUOY_RESOURCE_URL=registry.example/team/app:v1',
    ]),
  )
})

test('a retry of a webhook runs nothing again, and names the run', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'echo once >> ran')
  await using listener = await startListen({ dir: folder.path, args: ['--exec', file] })

  const answers = await Promise.all(
    Array.from({ length: 20 }, () => listener.post({ body: imageEvent(), id: 'same' })),
  )
  const [run] = answers[0]!.body.runs!
  await listener.ended(run!.id)
  const late = await listener.post({ body: imageEvent(), id: 'same' })

  expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
  expect(new Set(answers.map(({ body }) => JSON.stringify(body.runs)))).toHaveProperty('size', 1)
  expect(late).toMatchObject({ status: 200, body: { runs: [run], repeats: true } })
  expect(await readFile(join(folder.path, 'ran'), 'utf8')).toBe('once\n')
})

test('a redelivery runs again after a failure, and names the run after a success', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'echo "$BELLBUOY_TAG" >> ran; test -e works')
  await using listener = await startListen({ dir: folder.path, args: ['--exec', file, '--retries', '0'] })
  const redelivery = async (number: number) =>
    listener.post({ body: imageEvent(), id: 'w', headers: { 'x-bellbuoy-redelivery': String(number) } })

  const first = await listener.accepted({ body: imageEvent(), id: 'w' })
  expect(await listener.ended(first)).toMatchObject({ state: 'error', reason: 'exit code 1' })
  await writeFile(join(folder.path, 'works'), '')
  const again = await redelivery(1)
  expect(again.status).toBe(202)
  const second = again.body.runs![0]!.id
  expect(second).not.toBe(first)
  expect(await listener.ended(second)).toMatchObject({ state: 'success' })

  expect(await redelivery(1), 'its retry').toMatchObject({ status: 200, body: { runs: [{ id: second }] } })
  expect(await redelivery(2), 'another one').toMatchObject({ status: 200, body: { runs: [{ id: second }] } })
  expect(await readFile(join(folder.path, 'ran'), 'utf8')).toBe('v1\nv1\n')
})

test('without an id, the same body counts as repeated within the window only', async () => {
  await using folder = await temporaryFolder('listen')
  await using listener = await startListen({
    dir: folder.path,
    args: ['--exec', '/bin/true', '--repeat-window', '1s'],
  })
  const first = await listener.accepted({ body: imageEvent() })
  expect(await listener.post({ body: imageEvent() })).toMatchObject({
    status: 200,
    body: { runs: [{ id: first }] },
  })
  expect((await listener.post({ body: imageEvent({ tag: 'v2' }) })).status).toBe(202)
  await waitUntil(async () => (await listener.post({ body: imageEvent() })).status === 202, {
    what: 'the window ends',
    intervalMs: 1100,
  })
})

test('a failed run is tried again by the rule, with the attempts on record', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'echo "attempt $BELLBUOY_ATTEMPT"; test "$BELLBUOY_ATTEMPT" = 2')
  await using listener = await startListen({ dir: folder.path, args: ['--exec', file] })

  const run = await listener.ended(await listener.accepted({ body: imageEvent() }))

  expect(run.state).toBe('success')
  expect(run.attempts).toMatchObject([
    { isSuccess: false, exitCode: 1, reason: 'exit code 1', output: 'attempt 1\n' },
    { isSuccess: true, output: 'attempt 2\n' },
  ])
  const waitedMs = run.attempts[1]!.startedAtMs - run.attempts[0]!.startedAtMs - run.attempts[0]!.durationMs
  expect(waitedMs).toBeGreaterThan(440)
})

test('list, retry and stop work beside the running listener', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'test -e works || exit 3; sleep 60')
  await using listener = await startListen({ dir: folder.path, args: ['--exec', file, '--retries', '0'] })
  const id = await listener.accepted({ body: imageEvent() })
  await listener.ended(id)
  expect((await listener.command('list', '--state', 'error')).stdout).toMatch(
    /^1 +\S+ +exec +error +1 +PUSH_ARTIFACT +team\/app:v1 +exit code 3$/m,
  )

  await writeFile(join(folder.path, 'works'), '')
  expect(await listener.command('retry', '--failed')).toMatchObject({
    exitCode: 0,
    stdout: 'runs again: 1\n',
  })
  await waitUntil(async () => (await listener.log(id)).state === 'running', { what: 'the run is under way' })
  expect(await listener.command('retry', '1')).toMatchObject({
    exitCode: 1,
    stderr: 'run 1 has not ended: it is running\n',
  })
  expect(await listener.command('stop', '1')).toMatchObject({ exitCode: 0 })
  expect(await listener.ended(id)).toMatchObject({ state: 'stopped', reason: 'a person stopped it' })
  expect(await listener.command('stop', '1')).toMatchObject({ exitCode: 1 })
  expect(await listener.command('log', '99')).toMatchObject({ exitCode: 1 })
  const { stdout } = await listener.command('log', '1')
  expect(stdout).toMatch(/^run 1 of the rule exec: stopped \(a person stopped it\)\n/)
  expect(stdout).toMatch(/^attempt 1, \S+, failed after \d+ ms: exit code 3$/m)
  const { attempts, ...run } = await listener.log(id)
  expect(JSON.parse((await listener.command('log', '1', '--json')).stdout)).toEqual({ ...run, attempts })
})
