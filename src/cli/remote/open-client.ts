import { readFileSync } from 'node:fs'
import http from 'node:http'
import { type Client, createClient } from '../../client/client.ts'
import type { ClientOptions } from '../../client/exchange.ts'
import { messageOf } from '../../domain/errors.ts'
import { adviceFor } from './advice.ts'
import { CommandFault, EXIT } from './exit-codes.ts'
import type { RemoteOptions } from './remote-options.ts'
import type { ServerAddress } from './server-address.ts'

const CONNECT_TIMEOUT_MS = 10_000

export interface OpenClient extends AsyncDisposable {
  readonly client: Client
}

/** A client of a server, by the proxy of the environment (HTTPS_PROXY, NO_PROXY) unless the server has certificates of its own. */
export async function openClient(
  {
    url,
    credentials,
    caFile,
    insecure,
  }: Pick<ServerAddress, 'url' | 'caFile' | 'insecure'> & Pick<ClientOptions, 'credentials'>,
  signal: AbortSignal,
  { isOfSystem = false }: Pick<RemoteOptions, 'isOfSystem'> = {},
): Promise<OpenClient> {
  const advice = adviceFor({ url, credentials, isOfSystem })
  const options = { url, signal, advice, ...(credentials !== undefined && { credentials }) }
  if (caFile === null && !insecure) {
    http.setGlobalProxyFromEnv()
    return { client: createClient(options), [Symbol.asyncDispose]: async () => undefined }
  }
  const { openFetch } = await import('../../net/open-fetch.ts')
  const ca = caFile === null ? null : certificatesIn(caFile)
  const own = openFetch({ guard: null, timeoutMs: CONNECT_TIMEOUT_MS, ca, skipCertVerify: insecure })
  return {
    client: createClient({ ...options, fetch: own.fetch }),
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
  }
}

function certificatesIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CommandFault(EXIT.usage, `cannot read the CA certificates: ${messageOf(error)}`)
  }
}
