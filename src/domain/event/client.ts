import type { SourceEvent } from './event.ts'

/**
 * Names the client of an event, to recognise its next request: the account and the program that it uses. Its address may
 * change between two requests of one command (proxies, pools of outgoing addresses). Nobody is identified by an empty
 * account: then the address has to agree as well. The port differs for every connection, so sources leave it out.
 *
 * @returns null when the source reported no client
 */
export function clientOf({ operator, client }: Pick<SourceEvent, 'operator' | 'client'>): string | null {
  if (client === undefined || (operator === '' && client.trim() === '')) return null
  return operator === ''
    ? `anonymous ${client}`
    : `account ${JSON.stringify([operator, userAgentOf({ client })])}`
}

/** The program of an event's client; empty when unknown. */
export function userAgentOf({ client = '' }: Pick<SourceEvent, 'client'>): string {
  return client.slice(client.indexOf(' ') + 1)
}
