import Type from 'typebox'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { TargetOptions } from '../../domain/options.ts'
import { createChatTarget } from './chat-target.ts'
import { secretOption } from '../options/secret.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import type { WriteRequest } from '../http/writing.ts'

const PATH = '/1/messages.json'

/**
 * Pushover: a form with the keys of an application and of a user or group (pushover.net/api). A refusal is a 4xx, with `status` 0 and
 * `errors` in its body; 429 says that the messages of the month are used up.
 */
export function createPushoverTarget(parts: HttpSenderParts): TargetKind {
  return createChatTarget(
    {
      type: 'pushover',
      name: 'Pushover',
      ownFormat: 'Pushover',
      rateLimit: { perSecond: 1, burst: 2 },
      options: {
        app_token: secretOption('the API token of the application', { title: 'API token', maxLength: 256 }),
        user_key: secretOption('of the user or group that is notified', {
          title: 'User or group key',
          maxLength: 256,
        }),
        device: Type.Optional(
          Type.String({
            title: 'Device',
            description: 'the name of one device of the user; all where it is empty',
            maxLength: 256,
          }),
        ),
      },
      optionsFault,
      write,
    },
    parts,
  )
}

function optionsFault({ app_token: token, user_key: user }: TargetOptions): string | null {
  if (typeof token !== 'string' || token === '') return 'app_token is missing'
  return typeof user !== 'string' || user === '' ? 'user_key is missing' : null
}

const write: WriteRequest = ({ path, body }, { target: { options } }) => {
  const {
    app_token: token = '',
    user_key: user = '',
    device = '',
  } = options as Readonly<Record<string, string>>
  const message = JSON.parse(body) as Readonly<Record<string, string | number>>
  const form = new URLSearchParams({ token, user, ...(device !== '' && { device }) })
  for (const [name, value] of Object.entries(message)) form.set(name, String(value))
  const base = path.replace(/\/+$/, '')
  return {
    path: base.endsWith(PATH) ? base : `${base}${PATH}`,
    body: form.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }
}
