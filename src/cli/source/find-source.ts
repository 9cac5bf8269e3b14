import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { SourceResponse } from '../../contract/sources/source.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'

/** @throws CommandFault when no source has this name */
export async function findSource(client: Client, name: string): Promise<SourceResponse> {
  const sources = await client.ask(CALLS.listSources)
  const found = sources.find((source) => source.name === name)
  if (found !== undefined) return found
  const known = sources.map((source) => source.name).join(', ')
  throw new CommandFault(
    EXIT.missing,
    `there is no source ${JSON.stringify(name)}; existing sources: ${known}`,
  )
}
