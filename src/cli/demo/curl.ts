import type { ApiCall } from '../../contract/api-call.ts'
import type { Bellbuoy } from './bellbuoy.ts'

/** What to type for a call of the API. */
export function curl(
  { url, password }: Pick<Bellbuoy, 'url' | 'password'>,
  path: ApiCall['path'],
  body?: object,
): string {
  const data =
    body === undefined ? '' : ` \\\n     -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`
  return `curl -u admin:${password} ${url}${path}${data}`
}
