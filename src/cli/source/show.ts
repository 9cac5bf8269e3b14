import * as CALLS from '../../contract/calls.ts'
import type { KeptOutResponse, SourceResponse } from '../../contract/sources/source.ts'
import { plainLine } from '../plain-text.ts'
import { facts } from '../remote/output.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { whole } from '../remote/times.ts'
import { findSource } from './find-source.ts'

const MAX_REASON = 160

/** Prints a source with its settings, and with what it sent that became no event. */
export async function show(name: string, options: RemoteOptions): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const source = await findSource(client, name)
    const keptOut = await client.ask(CALLS.listKeptOut, { params: { source_id: source.id } })
    output.details(
      { ...source, kept_out: keptOut },
      () => source.name,
      () => [sourceText(source), ...keptOut.map(keptOutText)].join('\n'),
    )
  })
}

function sourceText(source: SourceResponse): string {
  const { registry_host: host, settings } = source
  const others = Object.entries(settings).filter(([key, value]) => value !== '' && key !== 'registry_host')
  return facts([
    ['source', source.name],
    ['number', String(source.id)],
    ['kind', source.kind],
    ['host', host?.value ?? ''],
    ['last event', whole(source.last_event_at) || 'never'],
    ['refused', source.refused_since === undefined ? '' : `since ${whole(source.refused_since)}`, 'bad'],
    ['created', whole(source.created_at)],
    ...others.map(
      ([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const,
    ),
    ['advice', host?.advice ?? '', 'bad'],
  ])
}

function keptOutText({ reason, count, last_at: last }: KeptOutResponse): string {
  return plainLine(`no event ${count} ×, last ${whole(last)}: ${reason}`, MAX_REASON)
}
