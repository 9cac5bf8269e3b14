import type { Client } from '../../../client/client.ts'
import * as CALLS from '../../../contract/calls.ts'
import type { SourceResponse } from '../../../contract/sources/source.ts'
import { type Finding, ok, warn } from '../finding.ts'

const RECENT_MS = 86_400_000

/** What sources have sent, and what of it became no event. Those that are refused or silent are problems, and reported as such. */
export async function* checkSources(client: Client): AsyncGenerator<Finding> {
  for (const source of await client.ask(CALLS.listSources))
    // One without the block about its host is a part of Bellbuoy.
    if (source.registry_host !== undefined) yield* ofSource(client, source)
}

async function* ofSource(client: Client, source: SourceResponse): AsyncGenerator<Finding> {
  const { id, name, last_event_at: last, registry_host: host } = source
  const about = `source ${name}`
  yield last === undefined
    ? warn(
        about,
        'it has never reported an event',
        'Check its configuration with bellbuoy doctor --registry-config FILE, and push an image.',
      )
    : ok(about, `last event ${last}`)
  if (last !== undefined && host?.advice !== undefined)
    yield warn(
      about,
      host.advice,
      'Set registry_host of the source to the host that clients pull from, such as registry.example.com:5000.',
    )
  for (const { reason, count, last_at: at } of await client.ask(CALLS.listKeptOut, {
    params: { source_id: id },
  }))
    if (Date.parse(at) > Date.now() - RECENT_MS)
      yield warn(
        about,
        `${count} entries made no event, the last one ${at}: ${reason}`,
        `Check that the kind of the source fits the reporting system; bellbuoy source show ${name} --json has an example.`,
      )
}
