import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { waitUntil } from '../../../test/support/wait-until.ts'
import type { CommandStart } from './launch-order.ts'
import { Launcher } from './launcher.ts'

function startOf(script: string, folder: string): CommandStart {
  return {
    command: ['/bin/sh', '-c', script],
    environment: { PATH: '/usr/local/bin:/usr/bin:/bin', FACT: '$(id)' },
    workingFolder: folder,
    uid: null,
    gid: null,
    body: Buffer.from('the body'),
    timeLimitMs: 20_000,
  }
}

const WAYS = ['at once', 'when its group is on disk'] as const

function sessionFor(way: (typeof WAYS)[number], launcher: Launcher): string | null {
  return way === 'at once' ? launcher.session : null
}

test.for(WAYS)('a command that starts %s has its input, its variables and its folder', async (way) => {
  await using folder = await temporaryFolder('launch')
  await using launcher = await Launcher.open()
  const groups: (string | null)[] = []
  const end = await launcher.run({
    run: 1,
    start: startOf('cat; echo " $FACT"; pwd; echo error >&2; exit 3', folder.path),
    session: sessionFor(way, launcher),
    mayGo: async (group) => Promise.resolve(groups.push(group) > 0),
    lasts: () => undefined,
  })
  expect(end).toMatchObject({ exitCode: 3, signal: null, fault: null, isOverTime: false, endedFor: null })
  expect(end).toHaveProperty('output', `the body $(id)\n${folder.path}\nerror\n`)
  expect(groups).toEqual([launcher.session === null || way !== 'at once' ? expect.any(String) : null])
})

test.for(WAYS)('a command that would start %s and may not has not run', async (way) => {
  await using folder = await temporaryFolder('launch')
  await using launcher = await Launcher.open()
  const session = sessionFor(way, launcher)
  const start = startOf('echo ran > ran', folder.path)
  const end = await launcher.run({
    run: 1,
    start,
    session,
    mayGo: () => Promise.resolve(false),
    lasts: () => undefined,
  })
  expect(end).toBe('kept')
  await expect(readFile(join(folder.path, 'ran'))).rejects.toThrow('ENOENT')
})

test.for(WAYS)('a command that started %s is ended with its group', async (way) => {
  await using folder = await temporaryFolder('launch')
  await using launcher = await Launcher.open()
  const session = sessionFor(way, launcher)
  const start = startOf('sleep 1000 & sleep 1000', folder.path)
  let isEnded = false
  const ended = launcher.run({
    run: 1,
    start,
    session,
    mayGo: () => Promise.resolve(true),
    lasts: () => undefined,
  })
  void ended.finally(() => (isEnded = true))
  await waitUntil(
    () => {
      launcher.end(1, 'stop')
      return isEnded
    },
    { what: 'it has ended' },
  )
  expect(await ended).toMatchObject({ signal: 'SIGTERM', endedFor: 'stop' })
})
