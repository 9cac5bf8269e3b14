import { parseSetCookie } from 'cookie'
import { type Dispatcher, request } from 'undici'

export interface BrowserPage {
  /** Where the last redirect led. */
  readonly url: string
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
  /** Every address on the way, the last one included. */
  readonly way: readonly string[]
}

/** A browser as far as a log-in needs one: it keeps cookies, follows redirects and takes HTML. */
export interface Browser {
  /** Opens an address, or one of the service when it is a path. */
  readonly open: (address: string) => Promise<BrowserPage>
  /** Sends a form. */
  readonly submit: (address: string, fields: Readonly<Record<string, string>>) => Promise<BrowserPage>
  /** Sends a request of a script, and follows nothing. */
  readonly fetch: (path: string, headers?: Readonly<Record<string, string>>) => Promise<BrowserPage>
  /** Cookies of the service, as a request would bring them. */
  readonly cookies: () => string
  /** Every `Set-Cookie` of the service so far. */
  readonly given: readonly string[]
  /** Stops before this address, as if the network ended there. */
  stopBefore: string | null
}

/**
 * @param serviceUrl how the browser calls the service
 * @param url where the service really listens
 */
export function startBrowser(serviceUrl: string, url: string): Browser {
  const jars = new Map<string, Map<string, string>>()
  const given: string[] = []
  const jarOf = (host: string): Map<string, string> => {
    const jar = jars.get(host) ?? new Map<string, string>()
    jars.set(host, jar)
    return jar
  }
  const cookiesOf = (host: string): string =>
    [...jarOf(host)].map(([name, value]) => `${name}=${value}`).join('; ')
  const service = new URL(serviceUrl).host

  const visit = async (
    address: URL,
    options: { method: Dispatcher.HttpMethod; body?: string; headers?: Readonly<Record<string, string>> },
  ): Promise<Omit<BrowserPage, 'way'>> => {
    const real = address.host === service ? new URL(`${address.pathname}${address.search}`, url) : address
    const form = options.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
    const { statusCode, headers, body } = await request(real, {
      method: options.method,
      body: options.body ?? null,
      headers: {
        accept: 'text/html',
        host: address.host,
        cookie: cookiesOf(address.host),
        ...form,
        ...options.headers,
      },
    })
    for (const cookie of [headers['set-cookie'] ?? []].flat()) {
      if (address.host === service) given.push(cookie)
      const { name, value = '', maxAge, expires } = parseSetCookie(cookie)
      const isOver = maxAge === 0 || (expires !== undefined && expires.getTime() <= Date.now())
      if (isOver) jarOf(address.host).delete(name)
      else jarOf(address.host).set(name, value)
    }
    return { url: address.href, status: statusCode, headers, body: await body.text() }
  }

  const follow = async (
    address: string,
    options: { method: Dispatcher.HttpMethod; body?: string },
  ): Promise<BrowserPage> => {
    const way = [new URL(address, serviceUrl).href]
    let page = await visit(new URL(address, serviceUrl), options)
    for (let steps = 0; steps < 20; steps++) {
      const location = page.headers['location']
      if (page.status < 300 || page.status > 399 || typeof location !== 'string') break
      const next = new URL(location, page.url)
      if (browser.stopBefore !== null && next.href.startsWith(browser.stopBefore)) {
        return { ...page, url: next.href, way: [...way, next.href] }
      }
      way.push(next.href)
      page = await visit(next, { method: 'GET' })
    }
    return { ...page, way }
  }

  const browser: Browser = {
    open: (address) => follow(address, { method: 'GET' }),
    submit: (address, fields) =>
      follow(address, { method: 'POST', body: new URLSearchParams(fields).toString() }),
    fetch: async (path, headers = {}) => {
      const asked = { method: 'GET', headers: { accept: 'application/json', ...headers } } as const
      return { ...(await visit(new URL(path, serviceUrl), asked)), way: [] }
    },
    cookies: () => cookiesOf(service),
    given,
    stopBefore: null,
  }
  return browser
}
