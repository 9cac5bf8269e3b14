import type { CloudDouble } from './cloud-double.ts'
import { eventbridge } from './eventbridge.ts'
import { eventgrid } from './eventgrid.ts'
import { pubsub } from './pubsub.ts'
import { servicebus } from './servicebus.ts'
import { sns } from './sns.ts'
import { sqs } from './sqs.ts'

/** Every queue and bus of a cloud, by the kind of its targets. */
export const CLOUDS: Readonly<Record<string, CloudDouble>> = {
  sqs,
  sns,
  eventbridge,
  eventgrid,
  servicebus,
  pubsub,
}
