import { type Goal, type Section, stepsOf } from '../report/section.ts'
import type { Bench } from '../run/bench.ts'
import { compare } from '../run/compare.ts'
import { fastest, oneTarget } from '../run/loads.ts'
import { newHome } from '../run/new-home.ts'
import { contenderOf } from '../run/round.ts'
import type { Scenario } from '../scenario.ts'
import { startBellbuoys } from '../servers/bellbuoys.ts'
import type { Server } from '../servers/server.ts'

/** Servers of so many processes, each on a database of its own. */
async function start(bench: Bench, running: AsyncDisposableStack): Promise<readonly Server[]> {
  const servers: Server[] = []
  for (const count of bench.options.processes) {
    const plan = { ...(await newHome(bench)), policies: [oneTarget(bench)] }
    servers.push(running.use(await startBellbuoys(plan, count, bench.newFolder)))
  }
  return servers
}

async function measure(bench: Bench, servers: readonly Server[], connections: number): Promise<Section> {
  const section = await compare(bench, {
    title: `Processes on one database, ${String(connections)} connections`,
    contenders: servers.map((server) => contenderOf(bench, server, fastest(bench, connections))),
    by: [{ of: 'deliveriesPerSecond', as: 'ratio' }],
  })
  return { ...section, goals: goalsOf(section) }
}

/** More processes never lower what they deliver together. */
function goalsOf(section: Section): readonly Goal[] {
  return stepsOf(section, { of: 'deliveriesPerSecond', as: 'ratio' }).map(({ median }, step) => ({
    text: `${String(section.columns[step + 1])} deliver no less than ${String(section.columns[step])} (${median.toFixed(2)})`,
    isReached: median >= 1,
  }))
}

export const processes: Scenario = {
  name: 'processes',
  about:
    'how fast all events go to one target by several processes on one PostgreSQL database, between which connections take turns',
  needs: ['bellbuoy'],
  run: async (bench) => {
    if (bench.options.database === 'sqlite') {
      bench.progress('an SQLite database has one process: --database postgres measures several')
      return []
    }
    await using running = new AsyncDisposableStack()
    const servers = await start(bench, running)
    const sections: Section[] = []
    for (const connections of bench.options.connections)
      sections.push(await measure(bench, servers, connections))
    return sections
  },
}
