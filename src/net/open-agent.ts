import { Agent, buildConnector } from 'undici'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { guardedConnect, tlsOptions } from './guarded-connect.ts'

export interface AgentSettings extends Partial<Pick<ConnectionSettings, 'skipCertVerify' | 'ca'>> {
  /** Null for an address of the operator. */
  readonly guard: AddressGuard | null
  /** Deadline of connecting. */
  readonly timeoutMs: number
  /** For the head of an answer, and between two parts of its body; five minutes when left out. */
  readonly answerTimeoutMs?: number
  /** At the same time to one origin; as many as there are requests when left out. */
  readonly connections?: number
  /** Lets a server choose HTTP/2. */
  readonly allowHttp2?: boolean
}

/**
 * The connections of a client of one service: a registry, a scanner, a chart repository, an OpenID provider. Each disposes
 * of its own by `destroy`.
 *
 * Addresses that users of the API name (targets, registries of sources, scanners) are held to the address guard. Those that
 * the operator names in the settings (the preset registry, ChartMuseum, the OIDC issuer) are not, on purpose: who sets the
 * settings sets the guard too, and such services often stand where no target may, on the loopback interface for one.
 */
export function openAgent({
  guard,
  timeoutMs,
  answerTimeoutMs,
  connections,
  skipCertVerify = false,
  ca = null,
  allowHttp2 = false,
}: AgentSettings): Agent {
  const tls = { skipCertVerify, ca, allowHttp2, timeoutMs, clientCertificate: null }
  return new Agent({
    ...(connections !== undefined && { connections }),
    ...(answerTimeoutMs !== undefined && {
      headersTimeout: answerTimeoutMs,
      bodyTimeout: answerTimeoutMs,
    }),
    connect:
      guard === null ? buildConnector({ ...tlsOptions(tls), preferH2: false }) : guardedConnect(guard, tls),
  })
}
