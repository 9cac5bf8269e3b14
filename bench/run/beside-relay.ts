import type { Section } from '../report/section.ts'
import { startBellbuoy } from '../servers/bellbuoy.ts'
import type { PolicyPlan } from '../servers/bellbuoy-api.ts'
import { startRelay } from '../servers/relay.ts'
import type { Server } from '../servers/server.ts'
import { type Bench, targetUrl } from './bench.ts'
import { compare } from './compare.ts'
import type { FigureName } from './figures.ts'
import { newHome } from './new-home.ts'
import type { RoundPlan } from './prepare-round.ts'
import { contenderOf } from './round.ts'

export interface BesideRelay {
  /** What is compared, as a ratio. */
  readonly by: FigureName
  /** Several are measured one after the other, on the same servers. */
  readonly loads: readonly { readonly title: string; readonly plan: RoundPlan }[]
  readonly policies: readonly PolicyPlan[]
  /** Targets that each event goes to. */
  readonly copies: number
}

/** Compares Bellbuoy with the bare relay under the same load. */
export async function besideRelay(bench: Bench, scenario: BesideRelay): Promise<readonly Section[]> {
  const { loads, policies, copies, by } = scenario
  const { systems } = bench.options
  await using running = new AsyncDisposableStack()
  const servers: Server[] = []
  if (systems.includes('relay')) servers.push(running.use(await startRelay(targetUrl(bench), copies)))
  if (systems.includes('bellbuoy')) {
    servers.push(running.use(await startBellbuoy({ ...(await newHome(bench)), policies, copies })))
  }
  const sections: Section[] = []
  for (const { title, plan } of loads) {
    const contenders = servers.map((server) => contenderOf(bench, server, plan))
    sections.push(await compare(bench, { title, contenders, by: [{ of: by, as: 'ratio' }] }))
  }
  return sections
}
