import { request } from 'undici'
import { basic } from './basic.ts'
import type { Bellbuoy } from './bellbuoy.ts'
import { say } from './say.ts'

/** What to type for a call of the API. */
export function curl({ password }: Bellbuoy, url: string, body?: object): string {
  const data =
    body === undefined ? '' : ` \\\n     -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`
  return `curl -u admin:${password} ${url}${data}`
}

/** Calls the API as `admin`; rejects unless it answers 2xx. */
export async function call(
  bellbuoy: Bellbuoy,
  url: string,
  body?: object,
): Promise<{ readonly location: string; readonly text: string }> {
  const answer = await request(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: basic({ name: 'admin', password: bellbuoy.password }),
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await answer.body.text()
  if (answer.statusCode < 200 || answer.statusCode > 299) {
    throw new Error(`Bellbuoy answered ${answer.statusCode} to ${url}: ${text}`)
  }
  return { location: String(answer.headers['location']), text }
}

/** Creates something through the API and shows the curl command that would do the same; returns where it is now. */
export async function create(bellbuoy: Bellbuoy, path: string, body: object): Promise<string> {
  const url = `${bellbuoy.url}${path}`
  say(curl(bellbuoy, url, body))
  return `${bellbuoy.url}${(await call(bellbuoy, url, body)).location}`
}
