import { CHATS } from './chats/chats.ts'
import { CLOUDS } from './clouds/clouds.ts'
import { SERVICES } from './services.ts'

const BROKERS = ['nats', 'amqp', 'mqtt', 'redis']

/** The kinds of targets that a server offers unless a setting adds some, in the order of its lists. */
export const OFFERED_KINDS: readonly string[] = [
  'http',
  ...Object.keys(CHATS),
  'email',
  ...BROKERS,
  ...Object.keys(SERVICES),
  ...Object.keys(CLOUDS),
]
