import type { Client } from '../../../client/client.ts'
import * as CALLS from '../../../contract/calls.ts'
import type { SourceResponse } from '../../../contract/sources/source.ts'
import type { ServerAddress } from '../../remote/server-address.ts'
import { type Finding, bad, ok, warn } from '../finding.ts'
import { checkEndpoint } from './check-endpoint.ts'
import { checkToken } from './check-token.ts'
import { type Endpoint, type RegistryConfiguration, UnreadableConfiguration } from './endpoint.ts'
import { readConfiguration } from './read-configuration.ts'

const NOTIFICATIONS = '/service/notifications'

export interface RegistryCheck {
  readonly client: Client
  readonly server: ServerAddress
  readonly file: string
  /** The name of the source; null: the one that the address names. */
  readonly source: string | null
  readonly signal: AbortSignal
}

/** Compares a registry's configuration with its source. */
export async function* checkRegistry(check: RegistryCheck): AsyncGenerator<Finding> {
  const { client, file } = check
  const read = configurationIn(file)
  if ('level' in read) {
    yield read
    return
  }
  const [all, info] = await Promise.all([client.ask(CALLS.listSources), client.ask(CALLS.getSystemInfo)])
  // One without the block about its host is a part of Bellbuoy.
  const sources = all.filter(({ registry_host: host }) => host !== undefined)
  const external = info.external_url ?? check.server.url
  const ours = read.endpoints.filter(({ url }) => isOurs(url))
  if (ours.length === 0) yield noEndpoint(read, file, external, check.source)
  for (const endpoint of ours) yield* ofEndpoint(endpoint, { ...check, sources, external, kind: read.kind })
  if (ours.length > 0 && read.includesReferences === false)
    yield warn(
      'references',
      'the registry does not report the references of a manifest, so events lack sizes, charts and parts',
      'Write includereferences: true under notifications.events, and restart the registry.',
    )
}

function configurationIn(file: string): RegistryConfiguration | Finding {
  try {
    return readConfiguration(file)
  } catch (error) {
    if (!(error instanceof UnreadableConfiguration)) throw error
    return bad(
      'configuration',
      `cannot read ${file}: ${error.message}`,
      'Correct the file, or name another one.',
    )
  }
}

/** By its path, since a registry may know the server by another name. */
function isOurs(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.startsWith(NOTIFICATIONS)
}

function noEndpoint(
  { endpoints, kind }: RegistryConfiguration,
  file: string,
  external: string,
  source: string | null,
): Finding {
  const url = `${external}${NOTIFICATIONS}${source === null ? '' : `/${source}`}`
  const line = kind === 'zot' ? `"address": "${url}"` : `url: ${url}`
  const [first] = endpoints
  const where = first === undefined ? file : `line ${first.line}`
  const says =
    first === undefined
      ? 'it has no notification endpoint'
      : `it reports to ${first.url}, which is not Bellbuoy`
  return bad(
    'address',
    `${where}: ${says}`,
    `Add an endpoint with ${line}; bellbuoy source add prints the whole block.`,
  )
}

interface OfEndpoint extends RegistryCheck {
  readonly sources: readonly SourceResponse[]
  readonly external: string
  readonly kind: RegistryConfiguration['kind']
}

async function* ofEndpoint(endpoint: Endpoint, check: OfEndpoint): AsyncGenerator<Finding> {
  const { sources, external, kind, server, signal } = check
  const { pathname, origin } = new URL(endpoint.url)
  const name = pathname.slice(NOTIFICATIONS.length + 1) || 'default'
  const about = `source ${name}`
  const source = sources.find((known) => known.name === name)
  const wanted = check.source ?? name
  if (source === undefined || wanted !== name) {
    const known = sources.map((each) => each.name).join(', ')
    const found =
      source === undefined ? `there is no source ${name}` : `the address belongs to the source ${name}`
    const right = sources.some((each) => each.name === wanted) ? wanted : (sources[0]?.name ?? 'default')
    yield bad(
      about,
      `line ${endpoint.line}: ${found}; existing sources: ${known}`,
      `Write ${external}${NOTIFICATIONS}/${right}, or add the source with bellbuoy source add ${wanted}.`,
    )
    return
  }
  if (source.kind !== kind)
    yield bad(
      about,
      `the source ${name} has the kind ${source.kind}, but the configuration is for ${kind}`,
      `Add another source with bellbuoy source add NAME --kind ${kind}, and use its address.`,
    )
  if (origin === new URL(external).origin || origin === new URL(server.url).origin)
    yield ok(about, `the address belongs to the source ${name}`)
  else
    yield warn(
      about,
      `line ${endpoint.line}: the host differs from that of EXTERNAL_URL, ${external}`,
      `Write ${external}${pathname}, unless the registry can reach Bellbuoy only by this name.`,
    )
  yield await checkToken(endpoint, { about, server, name, signal })
  yield* checkEndpoint(endpoint, about)
}
