import type { ApiAnswer, ApiClient } from './api-client.ts'
import { adminPassword } from './bellbuoy-process.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** Sends the form of the log-in, as `admin` unless said otherwise. */
export function sendLogin(
  api: ApiClient,
  { principal = 'admin', password = adminPassword }: { principal?: string; password?: string } = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> {
  const form = new URLSearchParams({ principal, password }).toString()
  return api.post('/c/login', form, { ...FORM, ...headers })
}

/** The cookies that an answer sets, with their attributes. */
export function cookiesOf({ headers }: ApiAnswer): readonly string[] {
  return [headers['set-cookie'] ?? []].flat()
}

/** What a browser sends back. */
export function jar(answer: ApiAnswer): { readonly cookie: string } {
  return {
    cookie: cookiesOf(answer)
      .map((cookie) => cookie.split(';', 1)[0])
      .join('; '),
  }
}
