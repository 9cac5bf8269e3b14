import { type Client, inScope } from '../../../client/client.ts'
import * as CALLS from '../../../contract/calls.ts'
import { type Finding, warn } from '../finding.ts'
import { checkName } from './check-name.ts'

const MAX_HOSTS = 50

/**
 * Whether the hosts of targets can be looked up and reached from this machine. What cannot is no more than a warning: a target may go by a proxy,
 * or trust certificates of its own.
 */
export async function* checkTargets(client: Client): AsyncGenerator<Finding> {
  const query = { page_size: 100 }
  const { items } = await client.ask(inScope(CALLS.listPolicyHealth, null), { query })
  const addresses = items.flatMap(({ targets }) => targets.map(({ address }) => address))
  const origins = new Set(addresses.filter(isHttp).map((address) => new URL(address).origin))
  for (const origin of [...origins].slice(0, MAX_HOSTS)) {
    const found = await checkName('target', new URL(origin), { skipCertVerify: false, ca: null })
    const { about, finding, fix = '' } = found
    yield found.level === 'bad' ? warn(about, finding, fix) : found
  }
}

function isHttp(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
}
