import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { imageEvent } from '../support/listen/image-event.ts'
import { listenCommand, listenProgram, startListen } from '../support/listen/listen-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('the start says where it listens, what it runs and how to add it, and no secret', async () => {
  await using folder = await temporaryFolder('listen')
  await writeFile(join(folder.path, 'secret'), 'very-secret-value')
  await using listener = await startListen({
    dir: folder.path,
    args: ['--exec', '/bin/true', '--authorization-file', 'secret'],
    env: { BELLBUOY_LISTEN_HOST: 'localhost' },
  })
  expect(listener.output()).toContain(
    `Bellbuoy listens on ${listener.url} and runs /bin/true for every webhook.`,
  )
  expect(listener.output()).toContain('"event_types":["PUSH_ARTIFACT"]')
  expect(listener.output()).not.toContain('very-secret-value')
  expect(await (await fetch(`${listener.url}/health`)).json()).toEqual({ status: 'healthy' })
})

test('a webhook without the right Authorization is refused before its body is read, and logged', async () => {
  await using folder = await temporaryFolder('listen')
  await using listener = await startListen({
    dir: folder.path,
    args: ['--exec', '/bin/true'],
    env: { BELLBUOY_LISTEN_AUTHORIZATION: 'right-value' },
  })
  expect(await listener.post({ body: imageEvent() })).toMatchObject({
    status: 401,
    body: { error: 'the header Authorization is missing: give the target a secret' },
  })
  const wrong = await listener.post({ body: imageEvent(), headers: { authorization: 'wrong-value' } })
  expect(wrong.status).toBe(401)
  const right = await listener.post({ body: imageEvent(), headers: { authorization: 'Secret right-value' } })
  expect(right.status).toBe(202)
  expect(listener.output()).toContain('"msg":"refused a webhook"')
  expect(listener.output()).not.toMatch(/(right|wrong)-value/)
  expect(
    await headOnly(listener.url, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n'),
  ).toMatch(/^HTTP\/1\.1 401 /)
})

test.each([
  [['--exec', '/bin/true', '--host', '0.0.0.0'], /other machines can reach this address/],
  [[], /nothing to run/],
  [['--exec', '/bin/true', '--rules', 'rules.yml'], /give only one of them/],
  [['--exec', './missing.sh'], /there is no file .*missing\.sh/],
  [['--exec', '/etc/passwd'], /is not executable: run chmod \+x/],
  [['--exec', '/bin/true', '--port', '99999'], /--port: 99999 is not a whole number from 0 to 65535/],
  [['--exec', '/bin/true', '--time-limit', 'soon'], /--time-limit: soon is not a duration/],
  [['--exec', '/bin/true', '--concurrency', '0'], /--concurrency/],
  [['--exec', '/bin/true', '--signing-secret-file', '/etc/hostname'], /signing-secret-file/],
  [['--exec', '/bin/true', '--authorization-file', 'missing'], /--authorization-file: .*missing/],
  [['--exec', '/bin/true', '--log-level', 'loud'], /--log-level: loud is not one of/],
  [['--exec', '/bin/true', '--unknown'], /unknown option/],
])('%j is refused with words that help', async (args, text) => {
  await using folder = await temporaryFolder('listen')
  const { exitCode, stderr } = await listenCommand(folder.path, ...args)
  expect(exitCode).not.toBe(0)
  expect(stderr).toMatch(text)
})

test('all mistakes are named at once', async () => {
  await using folder = await temporaryFolder('listen')
  const { stderr, exitCode } = await listenCommand(folder.path, '--port', 'x', '--keep', 'y', '--exec', './z')
  expect(exitCode).toBe(78)
  expect(stderr.trim().split('\n')).toHaveLength(4)
})

test('a second listener cannot use the same data folder', async () => {
  await using folder = await temporaryFolder('listen')
  await using first = await startListen({ dir: folder.path, args: ['--exec', '/bin/true'] })
  await using second = listenProgram({ dir: folder.path, args: ['--port', '0', '--exec', '/bin/true'] })
  expect(await second.exited, first.output()).toBe(1)
  expect(second.output()).toMatch(/runs\.db is in use by another Bellbuoy process/)
})

test('other methods, other paths and what is no JSON get an answer that says so', async () => {
  await using folder = await temporaryFolder('listen')
  await using listener = await startListen({
    dir: folder.path,
    args: ['--exec', '/bin/true', '--path', '/hook'],
  })
  const got = await fetch(`${listener.url}/hook`)
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await listener.post({ body: imageEvent() })).status).toBe(404)
  expect((await listener.post({ body: '{"a":', path: '/hook' })).status).toBe(400)
  expect((await listener.post({ body: imageEvent(), path: '/hook?source=1' })).status).toBe(202)
})

/** The beginning of the answer to a request whose body never comes. */
function headOnly(url: string, head: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(head))
    socket.setEncoding('utf8').once('data', (text: string) => {
      socket.destroy()
      resolve(text)
    })
    socket.once('error', reject)
  })
}

test('a page in a browser starts nothing on a listener without a secret', async () => {
  await using folder = await temporaryFolder('listen')
  await using listener = await startListen({ dir: folder.path, args: ['--exec', '/bin/true'] })
  const headers = { origin: 'https://stranger.example', 'content-type': 'text/plain' }
  expect((await listener.post({ body: imageEvent(), headers })).status).toBe(403)
})

test('metrics are for this machine, and for those who know the secret', async () => {
  await using folder = await temporaryFolder('listen')
  await using listener = await startListen({
    dir: folder.path,
    args: ['--exec', '/bin/true'],
    env: { BELLBUOY_LISTEN_AUTHORIZATION: 'right-value' },
  })
  const headers = { authorization: 'right-value' }
  await listener.ended(await listener.accepted({ body: imageEvent(), headers }))
  const metrics = async (sent: Readonly<Record<string, string>>): Promise<string> =>
    (await fetch(`${listener.url}/metrics`, { headers: sent })).text()
  // A run counts once its end is on the disk, a moment after others can see it.
  await expect
    .poll(() => metrics({}))
    .toContain('bellbuoy_listen_attempts_total{rule="exec",result="success"} 1')
  expect(await metrics({ 'x-forwarded-for': '192.0.2.1' })).toContain('metrics are for this machine')
  expect(await metrics({ 'x-forwarded-for': '192.0.2.1', ...headers })).toContain(
    'bellbuoy_listen_answers_total{status="202"} 1',
  )
})
