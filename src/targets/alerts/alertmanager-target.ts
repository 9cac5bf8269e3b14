import Type from 'typebox'
import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { pathBelow } from '../http/service-target.ts'
import { createAlertTarget } from './alert-target.ts'

/**
 * Alertmanager's API v2: a list of alerts to `/api/v2/alerts`, 200 when it took them, 400 when one is at fault
 * (prometheus.io/docs/alerting/latest/alerts_api). An alert without an end would be resolved after `resolve_timeout`, since Prometheus sends
 * all that fire again and again; Bellbuoy reports each once, so it names an end from the start.
 */
export function createAlertmanagerTarget(parts: HttpSenderParts): TargetKind {
  return createAlertTarget(
    {
      type: 'alertmanager',
      name: 'Alertmanager',
      ownFormat: 'Alertmanager',
      rateLimit: null,
      logsIn: true,
      options: {
        keep_firing_hours: Type.Optional(
          Type.Integer({
            title: 'Hours until an alert ends by itself',
            minimum: 1,
            maximum: 8760,
            description: 'if nothing resolves it before; by default 168, a week',
          }),
        ),
      },
      write: ({ path, body }) => ({ path: pathBelow(path, '/api/v2/alerts'), body }),
    },
    parts,
  )
}
