import { sumOf } from '../measure/statistics.ts'
import { type BellbuoyPlan, startBellbuoy } from './bellbuoy.ts'
import type { Server } from './server.ts'

/** Starts several Bellbuoys on one database, each of which does everything; the first creates projects and policies. */
export async function startBellbuoys(
  plan: BellbuoyPlan,
  count: number,
  newFolder: () => string,
): Promise<Server> {
  await using starting = new AsyncDisposableStack()
  const first = starting.use(await startBellbuoy(plan))
  const all: Server[] = [first]
  while (all.length < count)
    all.push(starting.use(await startBellbuoy({ ...plan, folder: newFolder(), policies: [] })))
  const started = starting.move()
  return {
    ...first,
    name: count === 1 ? '1 process' : `${String(count)} processes`,
    urls: all.flatMap(({ urls }) => urls),
    pids: all.flatMap(({ pids }) => pids),
    claims: async () =>
      sumOf(await Promise.all(all.map(({ claims }) => claims())), (claimed) => claimed ?? 0),
    logTail: () => all.map(({ logTail }) => logTail()).join('\n'),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}
