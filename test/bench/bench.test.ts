import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isOnPath } from '../support/available.ts'
import { Program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const bench = fileURLToPath(new URL('../../bench/bench.ts', import.meta.url))

function startBench(cwd: string, args: readonly string[]): Program {
  return new Program({
    command: process.execPath,
    args: [bench, ...args],
    env: { PATH: process.env['PATH'] },
    cwd,
  })
}

test('a scenario beside the relay has a pair for each round, and says how many deliveries were claimed', async () => {
  await using folder = await temporaryFolder()
  const args = ['--scenarios', 'fan-out', '--events', '80', '--rounds', '2', '--json']
  await using program = startBench(folder.path, args)

  expect(await program.exited, program.output()).toBe(0)
  const [scenario] = JSON.parse(program.stdout()).scenarios
  const [section] = scenario.sections
  expect(section).toMatchObject({
    columns: ['relay', 'bellbuoy'],
    differences: [
      { of: 'deliveriesPerSecond', as: 'ratio', pairs: [expect.any(Number), expect.any(Number)] },
    ],
  })
  const valuesOf = (label: string) =>
    section.rows.find((row: { label: string }) => row.label === label).values
  expect(valuesOf('claims per 1000 events')).toEqual([null, expect.any(Number)])
  expect(valuesOf('payload bytes')).toEqual([403, 403])
})

test('a scenario of growth compares two states of Bellbuoy, in a table', async () => {
  await using folder = await temporaryFolder()
  const args = ['--scenarios', 'growth-waiting', '--events', '40', '--rounds', '1', '--waiting', '60']
  await using program = startBench(folder.path, args)

  expect(await program.exited, program.output()).toBe(0)
  expect(program.stdout()).toMatch(/Deliveries waiting\n +none wait +60 wait\ndeliveries\/s +\d+ +\d+\n/)
  expect(program.stdout()).toMatch(/difference of memory, MiB: -?\d+ /)
})

test('most of a state can be copied, and the live memory of its server is measured', async () => {
  await using folder = await temporaryFolder()
  const args = ['growth-waiting', '--copied', '--events', '40', '--rounds', '1', '--waiting', '100', '--json']
  await using program = startBench(folder.path, args)

  expect(await program.exited, program.output()).toBe(0)
  const [section] = JSON.parse(program.stdout()).scenarios[0].sections
  expect(section.rows.find((row: { label: string }) => row.label.includes('live heap')).values).toEqual([
    expect.any(Number),
    expect.any(Number),
  ])
  expect(program.output()).toContain('100 wait: the rest of 100 copied')
})

test('the listener runs every webhook that is sent to it, beside webhook where that is installed', async () => {
  await using folder = await temporaryFolder()
  const args = ['listen', '--events', '40', '--rounds', '1', '--connections', '4', '--json']
  await using program = startBench(folder.path, args)

  expect(await program.exited, program.output()).toBe(0)
  const [{ name, sections }] = JSON.parse(program.stdout()).scenarios
  expect(name).toBe('listen')
  const columns = isOnPath('webhook') ? ['webhook', 'bellbuoy listen'] : ['bellbuoy listen']
  expect(sections).toMatchObject([{ columns }])
  const { values } = sections[0].rows.find((row: { label: string }) => row.label === 'runs/s')
  expect(values).toEqual(columns.map(() => expect.any(Number)))
  if (!isOnPath('webhook')) expect(program.output()).toContain('apt-get install webhook')
})

test('a soak goes on over faults and a kill, compares both ends of each life and has the account audited', async () => {
  await using folder = await temporaryFolder()
  await using program = startBench(folder.path, ['soak', '--seconds', '4', '--events', '100', '--json'])

  expect(await program.exited, program.output()).toBe(0)
  const [{ sections }] = JSON.parse(program.stdout()).scenarios
  const [lives, byFault] = sections
  expect(lives.columns).toEqual(['life 1, first', 'life 1, last'])
  expect(lives.goals).toContainEqual({
    text: 'the loss account balances (The loss account balances.)',
    isReached: true,
  })
  expect(byFault.rows.map(({ label }: { label: string }) => label)).toEqual([
    'nothing goes wrong',
    'the receiver answers 500',
    'the process is killed',
  ])
})

test('a wrong option says what it takes', async () => {
  await using folder = await temporaryFolder()
  await using program = startBench(folder.path, ['--scenarios', 'speed'])

  expect(await program.exited).toBe(1)
  expect(program.output()).toContain('--scenarios takes one-target, processes, many-policies')
})

test('on PostgreSQL it measures the server of the database too', async () => {
  await using folder = await temporaryFolder()
  const args = [
    'one-target',
    '--database',
    'postgres',
    '--events',
    '40',
    '--rounds',
    '1',
    '--connections',
    '4',
  ]
  await using program = startBench(folder.path, [...args, '--only', 'bellbuoy', '--json'])

  expect(await program.exited, program.output()).toBe(0)
  const [{ sections }] = JSON.parse(program.stdout()).scenarios
  const valuesOf = (label: string) =>
    sections[0].rows.find((row: { label: string }) => row.label === label).values
  expect(valuesOf('CPU s of PostgreSQL')).toEqual([expect.any(Number)])
  expect(valuesOf('bytes in its log for each')).toEqual([expect.any(Number)])
})

test(
  'several processes on one database are measured beside one, each by itself, with what was to be reached',
  { timeout: 240_000 },
  async () => {
    await using folder = await temporaryFolder()
    const args = ['processes', '--database', 'postgres', '--processes', '1,2', '--events', '40']
    await using program = startBench(folder.path, [...args, '--rounds', '1', '--connections', '4', '--json'])

    expect(await program.exited, program.output()).toBe(0)
    const [{ sections }] = JSON.parse(program.stdout()).scenarios
    expect(sections).toMatchObject([
      {
        columns: ['1 process', '2 processes'],
        goals: [
          {
            text: expect.stringMatching(/^2 processes deliver no less than 1 process \(\d/),
            isReached: expect.any(Boolean),
          },
        ],
      },
    ])
    const valuesOf = (label: string) =>
      sections[0].rows.find((row: { label: string }) => row.label === label).values
    expect(valuesOf('  of its process 2')).toEqual([null, expect.any(Number)])
    expect(valuesOf('bytes in its log for each')).toEqual([expect.any(Number), expect.any(Number)])
  },
)
