import { compare } from '../run/compare.ts'
import { listenRound } from '../run/listen-round.ts'
import type { Scenario } from '../scenario.ts'
import { startBellbuoyListen } from '../servers/bellbuoy-listen.ts'
import { hasWebhook, startWebhook } from '../servers/debian-webhook.ts'
import type { Listener } from '../servers/listener.ts'

const AUTHORIZATION = 'Bearer bench'
/** A command takes milliseconds: more of them only take longer. */
const MOST_WEBHOOKS = 4000

export const listen: Scenario = {
  name: 'listen',
  about: "how fast webhooks run /bin/true, beside Debian's webhook, which stores nothing",
  needs: ['bellbuoy'],
  run: async (bench) => {
    const { events, connections: all } = bench.options
    const webhooks = Math.min(events, MOST_WEBHOOKS)
    await using running = new AsyncDisposableStack()
    const listeners: Listener[] = []
    if (hasWebhook()) listeners.push(running.use(await startWebhook(bench.newFolder(), AUTHORIZATION)))
    else
      bench.progress('webhook is not installed (apt-get install webhook), so the listener is measured alone')
    listeners.push(running.use(await startBellbuoyListen(bench.newFolder(), AUTHORIZATION)))
    const sections = []
    for (const connections of all) {
      const plan = { authorization: AUTHORIZATION, webhooks, connections }
      const contenders = listeners.map((listener) => ({
        name: listener.name,
        round: async () => listenRound(bench, listener, plan),
        logTail: listener.logTail,
      }))
      const title = `Webhooks, ${String(connections)} connections`
      const by = (['requestsPerSecond', 'runsPerSecond'] as const).map((of) => ({ of, as: 'ratio' as const }))
      sections.push(await compare(bench, { title, contenders, by }))
    }
    return sections
  },
}
