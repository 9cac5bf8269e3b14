import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { waitUntil } from '../../../test/support/wait-until.ts'
import { groupName, livingProcesses } from './process-group.ts'
import { endSession } from './process-session.ts'

/** A process that leads a session, and one in a group of its own in it, which runs for run 7. */
async function session() {
  const leader = spawn('bash', ['-c', 'set -m; sleep 1000 & echo; wait'], {
    detached: true,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', BELLBUOY_RUN_ID: '7' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(leader.stdout, 'data')
  const pid = leader.pid!
  const others = () => (livingProcesses() ?? []).filter((one) => one.session === pid && one.pid !== pid)
  await waitUntil(() => others().length === 1, { what: 'both are there' })
  const exited = once(leader, 'exit')
  const killLeader = async () => {
    leader.kill('SIGKILL')
    await exited
  }
  return {
    name: `${groupName(pid)}/session`,
    others,
    killLeader,
    [Symbol.asyncDispose]: async () => {
      for (const { pid: other } of others()) process.kill(other, 'SIGKILL')
      await killLeader()
    },
  }
}

test('what is in a session ends, all but its leader', async () => {
  await using one = await session()
  await endSession(one.name, { runs: [], groups: [] })
  expect(one.others()).toEqual([])
})

test('when its leader is gone, the environment of a member shows whose it is', async () => {
  await using one = await session()
  await one.killLeader()
  await endSession(one.name, { runs: [70, 8], groups: [] })
  expect(one.others()).toHaveLength(1)
  await endSession(one.name, { runs: [8, 7], groups: [] })
  expect(one.others()).toEqual([])
})

test('when its leader is gone, the known group of a member shows whose it is', async () => {
  await using one = await session()
  const [{ pid } = { pid: 0 }] = one.others()
  await one.killLeader()
  const known = groupName(pid)!
  const [boot, number, started] = known.split('/')
  await endSession(one.name, { runs: [], groups: [`${boot}/${number}/${Number(started) + 1}`] })
  expect(one.others()).toHaveLength(1)
  await endSession(one.name, { runs: [], groups: [known] })
  expect(one.others()).toEqual([])
})

test('a session of another process with the same number stays', async () => {
  await using one = await session()
  const [boot, pid, started] = one.name.split('/')
  await endSession(`${boot}/${pid}/${Number(started) - 1}/session`, { runs: [7], groups: [] })
  await endSession(`other-boot/${pid}/${started}/session`, { runs: [7], groups: [] })
  expect(one.others()).toHaveLength(1)
})
