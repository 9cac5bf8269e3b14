import Type from 'typebox'
import type { Outcome } from '../../domain/delivery/attempt.ts'
import { NOTHING_TO_SEND } from '../../domain/delivery/payload.ts'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { ALERT_TYPES } from '../../domain/event/alert-types.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { type Service, createServiceTarget } from '../http/service-target.ts'

const MinSeverity = Type.Optional(
  Type.Enum(['Low', 'Medium', 'High', 'Critical'], {
    title: 'Least severity of a finding',
    description:
      'a scan with a finding at or above it opens an alert, one without resolves it; by default High',
  }),
)

/** A kind of target for a system of alerts. All events of one alert have its key, so no repeat of a request opens another. */
export function createAlertTarget(
  service: Omit<Service, 'seesRepeats' | 'eventTypes'>,
  parts: HttpSenderParts,
): TargetKind {
  const kind = createServiceTarget(
    {
      ...service,
      options: { ...service.options, min_severity: MinSeverity },
      eventTypes: ALERT_TYPES,
      seesRepeats: true,
    },
    parts,
  )
  return {
    ...kind,
    send: (delivery, target) =>
      delivery.payload.body === NOTHING_TO_SEND
        ? Promise.resolve(nothingSent(parts.clock.now()))
        : kind.send(delivery, target),
  }
}

function nothingSent(startedAtMs: number): Outcome {
  const remark = 'the event neither opens nor resolves an alert'
  const request = { line: 'nothing to send', headers: {}, remark }
  return { startedAtMs, durationMs: 0, request, response: null, failure: null }
}
