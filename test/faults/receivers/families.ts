import { BODY_WAYS } from './body-ways.ts'
import { CHANGING_WAYS } from './changing-ways.ts'
import { CONNECTION_WAYS } from './connection-ways.ts'
import { HEAD_WAYS } from './head-ways.ts'
import { HTTP2_WAYS } from './http2-ways.ts'
import { STATUS_WAYS } from './status-ways.ts'
import { TCP_WAYS } from './tcp-ways.ts'
import { TLS_WAYS } from './tls-ways.ts'
import type { Family, Way } from './way.ts'

export const FAMILIES: readonly Family[] = [
  TCP_WAYS,
  TLS_WAYS,
  HEAD_WAYS,
  BODY_WAYS,
  STATUS_WAYS,
  CONNECTION_WAYS,
  HTTP2_WAYS,
  CHANGING_WAYS,
]

export const WAYS: readonly Way[] = FAMILIES.flatMap(({ ways }) => ways)
