import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { imageEvent } from '../support/listen/image-event.ts'
import { type ListenProcess, listenProgram, script, startListen } from '../support/listen/listen-process.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

async function startWithRules(
  dir: string,
  rules: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ListenProcess> {
  await writeFile(join(dir, 'rules.yml'), rules)
  return startListen({ dir, args: ['--rules', 'rules.yml'], env })
}

test('a webhook runs every rule that it matches, and none of the others', async () => {
  await using folder = await temporaryFolder('listen')
  await using listener = await startWithRules(
    folder.path,
    `
rules:
  - {name: releases, on: PUSH_ARTIFACT, tag: "v*", shell: 'echo "release $BELLBUOY_TAG"'}
  - {name: all, run: [/bin/echo, all]}
  - {name: scans, on: SCANNING_COMPLETED, run: /bin/true}
`,
  )
  const { body } = await listener.post({ body: imageEvent({ tag: 'v2' }) })
  expect(body.runs!.map(({ rule }) => rule)).toEqual(['releases', 'all'])
  const [release] = await Promise.all(body.runs!.map(async ({ id }) => listener.ended(id)))
  expect(release!.attempts[0]!.output).toBe('release v2\n')

  await writeFile(
    join(folder.path, 'rules.yml'),
    'rules: [{name: scans, on: SCANNING_COMPLETED, run: /bin/true}]',
  )
  await waitUntil(() => listener.output().includes('read the rules anew'), {
    what: 'the rules are read again',
  })
  expect(await listener.post({ body: imageEvent({ tag: 'v3' }) })).toMatchObject({
    status: 200,
    body: { runs: [] },
  })
})

test('settings of the rules file change with it', async () => {
  await using folder = await temporaryFolder('listen')
  const rules = 'rules: [{name: all, run: /bin/true, order: none}]'
  await using listener = await startWithRules(folder.path, `max_body: 1KiB\n${rules}`)
  const long = { body: imageEvent({ tag: 'v'.repeat(2000) }) }
  expect((await listener.post(long)).status).toBe(413)
  await writeFile(join(folder.path, 'rules.yml'), `max_body: 8KiB\n${rules}`)
  await waitUntil(() => listener.output().includes('read the rules anew'), {
    what: 'the rules are read again',
  })
  expect((await listener.post(long)).status).toBe(202)
})

test('the answer is the result where a rule wants it: 200, or 500 with the last lines', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(folder.path, 'echo "about to check"; test "$BELLBUOY_TAG" = good')
  await using listener = await startWithRules(
    folder.path,
    `rules: [{name: check, run: "${file}", answer: result, retry: 0}]`,
  )
  const good = { body: imageEvent({ tag: 'good' }), id: 'good' }
  expect(await listener.post(good)).toMatchObject({
    status: 200,
    body: { runs: [{ id: 1, rule: 'check', state: 'success', output: 'about to check' }] },
  })
  const bad = { body: imageEvent({ tag: 'bad' }), id: 'bad' }
  expect(await listener.post(bad)).toMatchObject({
    status: 500,
    body: { runs: [{ id: 2, state: 'error', reason: 'exit code 1', output: 'about to check' }] },
  })
  expect(await listener.post(bad), 'its retry runs nothing').toMatchObject({
    status: 500,
    body: { runs: [{ id: 2 }] },
  })
})

test('an answer waits for a result no longer than the bound', async () => {
  await using folder = await temporaryFolder('listen')
  await using listener = await startWithRules(
    folder.path,
    'rules: [{name: slow, run: [sleep, "3"], answer: result}]',
    { BELLBUOY_LISTEN_ANSWER_WITHIN: '300ms' },
  )
  expect(await listener.post({ body: imageEvent() })).toMatchObject({
    status: 202,
    body: { runs: [{ id: 1 }] },
  })
})

test('of runs that wait for one repository and tag only the latest matters, where the rule says so', async () => {
  await using folder = await temporaryFolder('listen')
  const file = await script(
    folder.path,
    'echo "$BELLBUOY_WEBHOOK_ID" >> ran; while ! test -e go; do sleep 0.05; done',
  )
  await using listener = await startWithRules(
    folder.path,
    `rules: [{name: deploy, run: "${file}", only_latest: true}]`,
  )
  const ids: number[] = []
  for (const id of ['a', 'b', 'c', 'd']) {
    ids.push(await listener.accepted({ body: imageEvent(), id }))
    if (id === 'a')
      await waitUntil(async () => (await listener.log(1)).state === 'running', {
        what: 'the first is under way',
      })
  }
  await writeFile(join(folder.path, 'go'), '')
  expect(await listener.ended(ids[3]!)).toMatchObject({ state: 'success' })
  expect(await listener.log(ids[1]!)).toMatchObject({
    state: 'superseded',
    reason: 'run 3 replaces it',
    attempts: [],
  })
  expect(await listener.log(ids[2]!)).toMatchObject({ state: 'superseded', reason: 'run 4 replaces it' })
  expect(await readFile(join(folder.path, 'ran'), 'utf8')).toBe('a\nd\n')
})

test('a call is made with its secret, retried while it fails, and its answer is kept without the secret', async () => {
  await using folder = await temporaryFolder('listen')
  await using receiver = await startReceiver({
    respond: ({ headers }, index) => ({
      status: index === 0 ? 503 : 200,
      body: `you sent ${String(headers['authorization'])}`,
    }),
  })
  await using listener = await startWithRules(
    folder.path,
    `
rules:
  - name: build
    call:
      method: POST
      url: ${receiver.url('/build')}
      headers: {authorization: {variable: BUILD_TOKEN}}
`,
    { BUILD_TOKEN: 'token-of-the-build' },
  )
  const body = imageEvent()
  const run = await listener.ended(await listener.accepted({ body }))
  expect(run).toMatchObject({ state: 'success' })
  expect(run.attempts).toMatchObject([
    { isSuccess: false, statusCode: 503, reason: 'it was answered with 503' },
    { isSuccess: true, statusCode: 200, output: 'you sent ***' },
  ])
  expect(receiver.requests.map(({ body: sent }) => sent)).toEqual([body, body])
})

test('a rule may say working folder, environment and what is inherited', async () => {
  await using folder = await temporaryFolder('listen')
  await using listener = await startWithRules(
    folder.path,
    `
rules:
  - name: where
    shell: 'pwd; echo "$STAGE $REGION $HIDDEN"'
    working_folder: /
    environment: {STAGE: test}
    inherit: [REGION]
`,
    { REGION: 'north', HIDDEN: 'hidden' },
  )
  const run = await listener.ended(await listener.accepted({ body: imageEvent() }))
  expect(run.attempts[0]!.output).toBe('/\ntest north \n')
})

test.skipIf(process.getuid?.() !== 0)('a rule may name a user, whose home it gets', async () => {
  await using folder = await temporaryFolder('listen')
  await using listener = await startWithRules(
    folder.path,
    `rules: [{name: who, shell: 'id -un; id -gn; echo "$HOME"', working_folder: /, user: daemon}]`,
  )
  const run = await listener.ended(await listener.accepted({ body: imageEvent() }))
  expect(run.attempts[0]!.output).toBe('daemon\ndaemon\n/usr/sbin\n')
})

test('a rules file that is wrong stops the start with every mistake, and changes nothing while the listener runs', async () => {
  await using folder = await temporaryFolder('listen')
  await writeFile(
    join(folder.path, 'wrong.yml'),
    'rules: [{name: a, runn: x}, {name: a, run: x, retry: often}]',
  )
  await using wrong = listenProgram({ dir: folder.path, args: ['--rules', 'wrong.yml'] })
  expect(await wrong.exited).toBe(78)
  expect(wrong.output().match(/wrong\.yml:1:\d+/g)!.length).toBeGreaterThan(1)

  await using listener = await startWithRules(folder.path, 'rules: [{name: a, run: /bin/true}]')
  await rename(join(folder.path, 'wrong.yml'), join(folder.path, 'rules.yml'))
  await waitUntil(() => listener.output().includes('the rules before it stay in force'), {
    what: 'the mistakes are logged',
  })
  expect((await listener.post({ body: imageEvent() })).body.runs).toMatchObject([{ rule: 'a' }])
})
