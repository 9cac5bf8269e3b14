import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { Provider } from 'oidc-provider'
import { freePort } from '../free-port.ts'
import type { Certificate } from '../receivers/tls.ts'

/** Somebody who has an account with the provider. */
export interface Person {
  readonly sub: string
  readonly preferred_username?: string
  readonly name?: string
  readonly email?: string
  readonly groups?: readonly string[]
}

export type Claims = Record<string, unknown>

export interface ProviderOptions {
  /** Where browsers reach the service that people log in to. */
  readonly serviceUrl: string
  /** Whether the ID token holds all claims; otherwise most are in the user info only. */
  readonly isTokenFull?: boolean
  /** The one way in which the provider takes the client secret, although it knows the others too. */
  readonly secretBy?: 'client_secret_basic' | 'client_secret_post'
  /** Serves HTTPS as `localhost` with it. */
  readonly certificate?: Certificate
  /** A free one unless given. */
  readonly port?: number
}

/** A real OpenID provider that knows one service, `bellbuoy`. The test says who its visitor is, who needs no password. */
export interface TestProvider extends AsyncDisposable {
  readonly issuer: string
  /** Who sits before the browser; null refuses to log in. */
  visitor: Person | null
  /** What becomes of the claims of an ID token before it is signed. */
  tamper: ((claims: Claims) => Claims) | null
  /** Whether an ID token that was tampered with is signed by somebody else. */
  isForged: boolean
  /** Whether the provider refuses the user info, whatever the token. */
  isInfoRefused: boolean
  /** Paths that were asked for. */
  readonly asked: readonly string[]
}

export const CLIENT_SECRET = 'secret of the client'

/** Starts the provider on a free port of 127.0.0.1, within the test's own process. */
export async function startOidcProvider(options: ProviderOptions): Promise<TestProvider> {
  const server = options.certificate === undefined ? createServer() : createTlsServer(options.certificate)
  const port = options.port ?? (await freePort())
  await once(server.listen(port, '127.0.0.1'), 'listening')
  const origin = options.certificate === undefined ? 'http://127.0.0.1' : 'https://localhost'
  const issuer = `${origin}:${port}`
  const asked: string[] = []
  const key = newKey()
  const test: TestProvider = {
    issuer,
    visitor: null,
    tamper: null,
    isForged: false,
    isInfoRefused: false,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  const people = new Map<string, Person>()
  const jwk = { ...key.export({ format: 'jwk' }), kid: 'key', alg: 'ES256', use: 'sig' }
  const provider = new Provider(issuer, configurationOf(options, people, jwk))
  provider.use(async (context, next) => {
    await next()
    const body = context.body as { id_token?: string } | undefined
    if (context.path === '/token' && body?.id_token !== undefined && test.tamper !== null) {
      const [, claims = ''] = body.id_token.split('.')
      const told = test.tamper(JSON.parse(Buffer.from(claims, 'base64url').toString()) as Claims)
      context.body = { ...body, id_token: signed(told, test.isForged ? newKey() : key) }
    }
  })
  const handle = provider.callback()
  server.on('request', (request, response) => {
    asked.push(request.url?.split('?', 1)[0] ?? '')
    if (request.url?.startsWith('/interaction/') === true)
      void answerForVisitor(provider, { request, response }, test.visitor, people)
    else if (test.isInfoRefused && request.url === '/me')
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end()
    else void handle(request, response)
  })
  return test
}

type Configuration = NonNullable<ConstructorParameters<typeof Provider>[1]>

function configurationOf(
  { serviceUrl, isTokenFull = false, secretBy = 'client_secret_basic' }: ProviderOptions,
  people: ReadonlyMap<string, Person>,
  key: object,
): Configuration {
  const hour = 3600
  return {
    clients: [
      {
        client_id: 'bellbuoy',
        client_secret: CLIENT_SECRET,
        id_token_signed_response_alg: 'ES256',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: secretBy,
        redirect_uris: [`${serviceUrl}/c/oidc/callback`],
        post_logout_redirect_uris: [`${serviceUrl}/`],
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['a key for tests'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { profile: ['name', 'preferred_username'], email: ['email'], groups: ['groups'] },
    conformIdTokenClaims: !isTokenFull,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      Grant: hour,
      IdToken: hour,
      Interaction: hour,
      Session: hour,
    },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...people.get(sub), sub }) }),
  }
}

/** Answers what the provider asks of the person: who they are, and whether the service may know. */
async function answerForVisitor(
  provider: Provider,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  visitor: Person | null,
  people: Map<string, Person>,
): Promise<void> {
  if (visitor === null) {
    const refusal = { error: 'access_denied', error_description: 'the person said no' }
    await provider.interactionFinished(request, response, refusal)
    return
  }
  people.set(visitor.sub, visitor)
  const { prompt, params } = await provider.interactionDetails(request, response)
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: visitor.sub } })
    return
  }
  const grant = new provider.Grant({ accountId: visitor.sub, clientId: String(params['client_id']) })
  grant.addOIDCScope(String(params['scope']))
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
}

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
}

function signed(claims: Claims, key: KeyObject): string {
  const parts = [{ alg: 'ES256', kid: 'key' }, claims]
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}
