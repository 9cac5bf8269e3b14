import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { openDatabases } from './databases/open-databases.ts'
import { type Options, parseOptions, usage } from './options.ts'
import { Child } from './processes/child.ts'
import { type Report, type ScenarioReport, reportOf, reportText } from './report/report.ts'
import type { Bench } from './run/bench.ts'
import { SCENARIOS } from './scenarios.ts'

const TOKEN = 'bench-token'
/** Ignored by git, and on the disk that the repository is on: a temporary folder may lie in memory, where a commit costs nothing. */
const DATA = fileURLToPath(new URL('../data/', import.meta.url))

async function measure(options: Options, folder: string): Promise<Report> {
  using load = new Child<undefined>('load.ts')
  using receiver = new Child<string>('receiver.ts')
  await load.ready
  await using databases = await openDatabases(options.database, folder)
  const bench = benchOf({ options, folder, databases, load, receiver, receiverUrl: await receiver.ready })
  const reports: ScenarioReport[] = []
  for (const { name, about, needs, isByNameOnly = false, run } of SCENARIOS) {
    const isWanted = options.scenarios?.includes(name) ?? !isByNameOnly
    const canRun = needs.every((system) => options.systems.includes(system))
    if (isWanted && canRun) reports.push({ name, about, sections: await run(bench) })
  }
  return reportOf(options, folder, reports)
}

interface Parts extends Pick<Bench, 'options' | 'databases' | 'load' | 'receiver' | 'receiverUrl'> {
  readonly folder: string
}

function benchOf({ folder, ...parts }: Parts): Bench {
  let run = 0
  return {
    ...parts,
    token: TOKEN,
    newFolder: () => mkdtempSync(`${folder}/server-`),
    nextRun: () => run++,
    progress: (line) => {
      console.error(line)
    },
  }
}

async function print(options: Options): Promise<void> {
  const report = await measure(options, temporaryFolder())
  console.log(options.json ? JSON.stringify(report, undefined, 2) : reportText(report))
}

/** A folder that goes when the program ends, however it ends. */
function temporaryFolder(): string {
  mkdirSync(DATA, { recursive: true })
  const folder = mkdtempSync(`${DATA}bench-`)
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** The message of an error and of what caused it, down to the first cause. */
function reasons(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}\n${reasons(error.cause)}`
}

// Servers and folder are gone at the end of the program; see `BellbuoyProcess`.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
try {
  const names = SCENARIOS.map(({ name }) => name)
  const args = process.argv.slice(2)
  if (args.includes('--help')) console.log(usage(names))
  else await print(parseOptions(args, names))
} catch (error) {
  console.error(reasons(error))
  process.exit(1)
}
