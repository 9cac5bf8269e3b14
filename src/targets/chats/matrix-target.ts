import Type from 'typebox'
import { webhookIdOf } from '../../domain/delivery/delivery.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { httpUrlOf } from '../../domain/http-address.ts'
import type { TargetOptions } from '../../domain/options.ts'
import { createChatTarget } from './chat-target.ts'
import { secretOption } from '../options/secret.ts'
import { bearerAuthorization, tokenFault } from '../options/token.ts'
import { jsonObjectIn } from '../http/json-object.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import type { WriteRequest } from '../http/writing.ts'

/** spec.matrix.org, Appendices, "Room IDs". */
const ROOM = /^![^\s/?#]+$/

/**
 * The Client-Server API of Matrix: an event is put into a room, with the token of an account that has joined it (spec.matrix.org,
 * `PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}`). The rate is what Synapse grants an account as shipped (`rc_message`).
 */
export function createMatrixTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'matrix',
      name: 'Matrix',
      ownFormat: 'Matrix',
      rateLimit: { perSecond: 0.2, burst: 10 },
      options: {
        access_token: secretOption('of an account that has joined the room', {
          title: 'Access token',
          maxLength: 4096,
        }),
        room_id: Type.String({
          title: 'Room',
          description: 'the internal id of the room, which begins with !, such as !abc:example.com',
          maxLength: 255,
        }),
      },
      addressFault,
      optionsFault,
      write,
      waitOf: ({ body }) => waitIn(body),
      seesRepeats: true,
    },
    parts,
  )
}

function addressFault(address: string): string | null {
  const { pathname, search, hash } = httpUrlOf(address)
  return pathname.includes('/_matrix') || search !== '' || hash !== ''
    ? 'the address of a matrix target is that of the homeserver alone, such as https://matrix.org: give room and token as the options room_id and access_token'
    : null
}

function optionsFault(options: TargetOptions): string | null {
  const { room_id: room } = options
  if (typeof room !== 'string' || room === '') return 'room_id is missing'
  if (!ROOM.test(room)) return 'room_id is the id of a room, which begins with !, and not its alias'
  return tokenFault(options, 'access_token')
}

/** The webhook-id is the transaction: a homeserver shows an event once, however often it is put. */
const write: WriteRequest = ({ path, body }, { delivery, target: { options } }) => {
  const { room_id: room, access_token: token } = options as Readonly<Record<string, string>>
  const place = `rooms/${encodeURIComponent(room ?? '')}/send/m.room.message/${webhookIdOf(delivery)}`
  return {
    method: 'PUT',
    path: `${path.replace(/\/+$/, '')}/_matrix/client/v3/${place}`,
    body,
    secretHeaders: { authorization: bearerAuthorization(token ?? '') },
  }
}

/** `retry_after_ms`, which gives way to `Retry-After` (spec.matrix.org, Client-Server API, "Rate limiting"). */
function waitIn(body: string): number | null {
  const answer = jsonObjectIn(body)
  const wait = answer?.['errcode'] === 'M_LIMIT_EXCEEDED' ? Number(answer['retry_after_ms']) : 0
  return wait > 0 ? wait : null
}
