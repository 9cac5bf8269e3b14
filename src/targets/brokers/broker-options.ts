import Type, { type Static } from 'typebox'
import type { TargetOptions } from '../../domain/options.ts'
import type { OptionsReading } from '../../domain/target/target-rules.ts'
import type { TargetWithSecrets } from '../../domain/target/target.ts'
import { authoritiesFault, clientCertificateFault } from '../../net/certificates.ts'
import { HttpOptionsSchema } from '../http/http-options.ts'
import type { Dial } from './broker.ts'
import { rateLimitFault } from '../options/rate-limit.ts'
import { secretOption } from '../options/secret.ts'

const { timeout_seconds, ca, client_certificate, cloudevents_mode, template, rate_limit } =
  HttpOptionsSchema.properties

/** What the owner of a target of any broker may choose. */
export const COMMON_OPTIONS = {
  username: Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: 'to log in with' })),
  password: secretOption('of the user'),
  client_certificate,
  ca,
  timeout_seconds,
  cloudevents_mode,
  template,
  rate_limit,
}
export type CommonOptions = Static<Type.TObject<typeof COMMON_OPTIONS>>

/**
 * Checks the options that all brokers share, beyond their schema.
 *
 * @param nowMs by which certificates are judged
 */
export function readCommonOptions(options: TargetOptions, nowMs: number): OptionsReading {
  const { username, password, client_certificate: certificate, ca: authorities } = options as CommonOptions
  const fault =
    rateLimitFault(options) ??
    (password !== undefined && username === undefined ? 'username is missing beside password' : null) ??
    clientCertificateFault(certificate, nowMs) ??
    authoritiesFault(authorities, nowMs)
  return fault === null ? { options } : { fault }
}

/** The certificates of a target's connections. */
export function certificatesOf({
  skipCertVerify,
  options,
}: TargetWithSecrets): Omit<Dial['tls'], 'servername'> {
  const { ca: authorities, client_certificate: own } = options as CommonOptions
  return {
    rejectUnauthorized: !skipCertVerify,
    ...(authorities !== undefined && { ca: authorities }),
    ...(own !== undefined && {
      cert: own.certificate,
      ...(own.private_key !== undefined && { key: own.private_key }),
      ...(own.passphrase !== undefined && { passphrase: own.passphrase }),
    }),
  }
}
