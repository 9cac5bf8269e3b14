import { type Browser, type BrowserPage, startBrowser } from './browser.ts'
import {
  type Person,
  type ProviderOptions,
  type TestProvider,
  CLIENT_SECRET,
  startOidcProvider,
} from './oidc-provider.ts'
import { type TestApp, type TestAppOptions, startTestApp } from '../app/start-test-app.ts'

export const SERVICE = 'http://buoy.test'

export const ANNA: Person = {
  sub: '4711',
  preferred_username: 'anna',
  name: 'Anna Anker',
  email: 'anna@example.test',
  groups: ['crew'],
}

export interface OidcSetup extends AsyncDisposable {
  readonly app: TestApp
  readonly provider: TestProvider
  /** A new browser, without cookies. */
  readonly browser: () => Browser
  /** Logs a person in with a new browser. The page is the answer of `users/current`, where the log-in leads. */
  readonly logIn: (person: Person) => Promise<{ readonly browser: Browser; readonly page: BrowserPage }>
}

export interface OidcSetupOptions extends TestAppOptions {
  readonly provider?: Partial<ProviderOptions>
  readonly serviceUrl?: string
}

/** An app whose users log in through a real OpenID Connect provider. Anna is at the provider unless a test sets another visitor. */
export async function startOidcSetup({
  settings = {},
  provider: providerOptions = {},
  serviceUrl = SERVICE,
  ...options
}: OidcSetupOptions = {}): Promise<OidcSetup> {
  await using stack = new AsyncDisposableStack()
  const provider = stack.use(await startOidcProvider({ serviceUrl, ...providerOptions }))
  provider.visitor = ANNA
  const all = { ...oidcSettings(provider.issuer, serviceUrl), ...settings }
  const app = stack.use(await startTestApp({ ...options, settings: all }))
  const owned = stack.move()
  const browser = (): Browser => startBrowser(serviceUrl, app.url)
  return {
    app,
    provider,
    browser,
    async logIn(person) {
      provider.visitor = person
      const own = browser()
      return { browser: own, page: await own.open('/c/oidc/login?redirect_url=/api/v2.0/users/current') }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export function oidcSettings(issuer: string, serviceUrl: string): Readonly<Record<string, string>> {
  return {
    EXTERNAL_URL: serviceUrl,
    OIDC_NAME: 'Keycloak',
    OIDC_ENDPOINT: issuer,
    OIDC_CLIENT_ID: 'bellbuoy',
    OIDC_CLIENT_SECRET: CLIENT_SECRET,
    OIDC_SCOPE: 'openid,profile,email,groups',
    OIDC_ADMIN_GROUP: 'masters',
  }
}
