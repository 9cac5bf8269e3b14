import { ApiFailure } from '../../client/api-failure.ts'
import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { RemoteOptions } from '../remote/remote-options.ts'
import { runRemote } from '../remote/run-remote.ts'
import { SHOWN_PROJECT } from './shown-project.ts'

/** Prints the projects that the caller may see. */
export async function list({
  name = '',
  ...options
}: RemoteOptions & { readonly name?: string }): Promise<void> {
  await runRemote(options, async ({ client, output }) => {
    const query = { sort: 'name', ...(name !== '' && { q: `name=~${encodeURIComponent(name)}` }) }
    await output.list(knownTo(client, client.each(CALLS.listProjects, { query })), SHOWN_PROJECT)
  })
}

/** The list is open to everyone, and empty for strangers: then it must not seem that a log-in which has ended just sees nothing. */
async function* knownTo<Item>(client: Client, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  let isEmpty = true
  for await (const item of items) {
    isEmpty = false
    yield item
  }
  // A robot has no profile, which is no 401.
  if (isEmpty) await client.ask(CALLS.getCurrentUser).catch(throwIfUnknown)
}

function throwIfUnknown(error: unknown): void {
  if (error instanceof ApiFailure && error.status === 401) throw error
}
