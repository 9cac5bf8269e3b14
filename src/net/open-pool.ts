import { Pool } from 'undici'
import type { AddressGuard } from '../domain/target/address-guard.ts'
import { type ConnectionSettings, isForwarded } from './connection-settings.ts'
import { guardedConnect } from './guarded-connect.ts'
import { proxiedConnect } from './proxied-connect.ts'

const KEEP_ALIVE_MS = 30_000
/** Of one answer, head and frame of the body included; a reader has enough of the body long before. */
const MAX_ANSWER_BYTES = 1024 * 1024

/**
 * Keep-alive connections to one target, held to the guard, through its proxy if it has one. They have no deadline of their
 * own but that of connecting: one deadline over the whole exchange stands for the others.
 *
 * @param connections that are open at the same time at the most
 */
export function openPool(guard: AddressGuard, settings: ConnectionSettings, connections: number): Pool {
  const { origin, proxy, allowHttp2 } = settings
  return new Pool(isForwarded(settings) ? settings.proxy.origin : origin, {
    connections,
    pipelining: 1,
    allowH2: allowHttp2,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect:
      proxy === null
        ? guardedConnect(guard, settings, MAX_ANSWER_BYTES)
        : proxiedConnect(guard, { ...settings, proxy }, MAX_ANSWER_BYTES),
  })
}
