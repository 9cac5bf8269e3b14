import Type, { type Static, type TProperties } from 'typebox'
import { type TargetRules, originOf } from '../../domain/target/target-rules.ts'
import { RateLimitOption } from '../options/rate-limit.ts'
import { secretOption } from '../options/secret.ts'
import { SigningOption } from '../options/signing.ts'

const group = <Properties extends TProperties>(
  properties: Properties,
  annotations: { readonly description: string; readonly 'x-login'?: true },
) => Type.Optional(Type.Object(properties, { additionalProperties: false, ...annotations }))

/** Names that the target's owner chooses, each with a secret. */
const Headers = Type.Object(
  {},
  {
    maxProperties: 32,
    additionalProperties: Type.String({ writeOnly: true, maxLength: 8 * 1024 }),
    description: 'headers of every request; their values are secrets',
  },
)

/** What the owner of an http target may choose. */
export const HttpOptionsSchema = Type.Object(
  {
    timeout_seconds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 30, description: 'deadline of one attempt' }),
    ),
    headers: Type.Optional(Headers),
    basic: group(
      { username: Type.String(), password: secretOption('of the user') },
      { description: 'log-in by HTTP Basic', 'x-login': true },
    ),
    bearer: group(
      { token: secretOption('sent as Authorization: Bearer') },
      { description: 'log-in by a token', 'x-login': true },
    ),
    oauth2: group(
      {
        token_url: Type.String({ description: 'where tokens are fetched' }),
        client_id: Type.String({ minLength: 1 }),
        client_secret: secretOption('of the client'),
        scope: Type.Optional(Type.String()),
        audience: Type.Optional(Type.String()),
        auth_style: Type.Optional(
          Type.Enum(['header', 'body'], {
            description: 'where the client credentials go: header (HTTP Basic, the default) or body',
          }),
        ),
      },
      { description: 'log-in by OAuth 2 client credentials (RFC 6749, section 4.4)', 'x-login': true },
    ),
    client_certificate: group(
      {
        certificate: Type.String({ description: 'PEM; with its chain, where it has one' }),
        private_key: secretOption('PEM'),
        passphrase: secretOption('of the private key, where it is encrypted'),
      },
      { description: 'the client certificate of requests to the receiver (mTLS)' },
    ),
    ca: Type.Optional(
      Type.String({ description: 'PEM: the only authorities that are trusted, instead of the usual ones' }),
    ),
    proxy: group(
      {
        url: Type.String({ description: 'http://HOST:PORT or https://HOST:PORT' }),
        username: Type.Optional(Type.String()),
        password: secretOption('of the user'),
        no_proxy: Type.Optional(
          Type.Array(Type.String({ minLength: 1 }), {
            maxItems: 64,
            description: 'hosts to reach without the proxy: names, .domains, addresses, networks',
          }),
        ),
      },
      { description: 'an HTTP proxy: CONNECT for https addresses, plain for http ones' },
    ),
    http_version: Type.Optional(
      Type.Enum(['1.1', 'auto'], {
        description: '1.1 (the default), or auto: HTTP/2 where the receiver offers it',
      }),
    ),
    cloudevents_mode: Type.Optional(
      Type.Enum(['structured', 'binary'], { description: 'of the payload format CloudEvents' }),
    ),
    template: Type.Optional(
      Type.String({ maxLength: 64 * 1024, description: 'of the payload format Template' }),
    ),
    signing: Type.Optional(SigningOption),
    rate_limit: Type.Optional(RateLimitOption),
  },
  { additionalProperties: false },
)
export type HttpOptions = Omit<Static<typeof HttpOptionsSchema>, 'headers'> & {
  readonly headers?: Readonly<Record<string, string>>
}

/** A proxy sees the requests to an http target, and can pose as an https target whose certificate is not verified. */
export const httpSecretsTravelTo: TargetRules['secretsTravelTo'] = ({ address, options }) => {
  const { oauth2, proxy } = options as HttpOptions
  return {
    address: originOf(address),
    ...(oauth2 !== undefined && { 'oauth2.token_url': originOf(oauth2.token_url) }),
    ...(proxy !== undefined && { 'proxy.url': originOf(proxy.url) }),
  }
}
