import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { MAX_ATTEMPTS_AT_A_TIME } from '../src/domain/delivery/target-kind.ts'
import { Bellbuoy } from './bellbuoy.ts'
import { Child } from './child.ts'
import { type Options, parseOptions } from './options.ts'
import { type Report, reportText, summarize } from './report.ts'
import { type Bench, type Round, type Server, runRound } from './round.ts'

const TIME_LIMIT_MS = 10 * 60_000
const TOKEN = 'bench-token'
/** Ignored by git, and on the disk that the repository is on: a temporary folder may lie in memory, where a commit costs nothing. */
const DATA = fileURLToPath(new URL('../data/', import.meta.url))

/** Runs the benchmark; whatever happens, its processes end and its folder goes. */
async function measure(options: Options, stopped: Promise<never>): Promise<Report> {
  mkdirSync(DATA, { recursive: true })
  const folder = mkdtempSync(`${DATA}bench-`)
  await using running = new AsyncDisposableStack()
  running.defer(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const rounds = await Promise.race([runRounds(options, folder, running), stopped])
  return summarize(options, folder, rounds)
}

async function runRounds(options: Options, folder: string, running: AsyncDisposableStack): Promise<Round[]> {
  const load = running.use(new Child<undefined>('load.ts'))
  const receiver = running.use(new Child<string>('receiver.ts'))
  await load.ready
  const bench: Bench = { options, token: TOKEN, load, receiver }
  const servers = await startServers(options, folder, await receiver.ready, running)
  const rounds: Round[] = []
  let run = 0
  for (const connections of options.connections) {
    for (let number = 0; number <= options.rounds; number++) {
      for (const server of servers) {
        const round = await runRound(bench, server, { run: run++, connections }).catch((error: unknown) => {
          throw new Error(`${server.system} failed; its log ends with:\n${server.logTail()}`, {
            cause: error,
          })
        })
        reportProgress(round, number)
        if (number > 0) rounds.push(round)
      }
    }
  }
  return rounds
}

/** @param number of the round; 0 is the one to warm up */
function reportProgress({ system, connections, deliveriesPerSecond }: Round, number: number): void {
  const name = number === 0 ? 'warm-up' : `round ${String(number)}`
  const load = `${String(connections)} connections`
  console.error(
    `${load.padEnd(16)} ${name.padEnd(10)} ${system.padEnd(10)} ${deliveriesPerSecond.toFixed(0)} deliveries/s`,
  )
}

async function startServers(
  options: Options,
  folder: string,
  receiverUrl: string,
  running: AsyncDisposableStack,
): Promise<Server[]> {
  const servers: Server[] = []
  if (options.systems.includes('relay')) {
    const environment = { RECEIVER_URL: receiverUrl, TARGET_CONNECTIONS: String(MAX_ATTEMPTS_AT_A_TIME) }
    const relay = running.use(new Child<string>('relay.ts', environment))
    servers.push({ system: 'relay', url: await relay.ready, pid: relay.pid, logTail: () => '' })
  }
  if (options.systems.includes('bellbuoy')) {
    const bellbuoy = running.use(new Bellbuoy({ folder, receiverUrl, token: TOKEN }))
    const url = await bellbuoy.ready()
    servers.push({ system: 'bellbuoy', url, pid: bellbuoy.pid, logTail: () => bellbuoy.logTail() })
  }
  return servers
}

/** Rejects when the time is up or a signal asks the benchmark to end. */
function stop(): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('not done within ten minutes'))
    }, TIME_LIMIT_MS)
    timer.unref()
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        reject(new Error(`ended by ${signal}`))
      })
  })
}

/** The message of an error and of what caused it, down to the first cause. */
function reasons(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}\n${reasons(error.cause)}`
}

try {
  const options = parseOptions(process.argv.slice(2))
  const report = await measure(options, stop())
  console.log(options.json ? JSON.stringify(report, undefined, 2) : reportText(report))
} catch (error) {
  console.error(reasons(error))
  process.exitCode = 1
}
