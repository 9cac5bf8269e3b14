import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import { headerBytes } from '../../domain/header-value.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { pathBelow } from '../http/service-target.ts'
import type { WriteRequest } from '../http/writing.ts'
import { secretOption } from '../options/secret.ts'
import { tokenFault } from '../options/token.ts'
import { createAlertTarget } from './alert-target.ts'

/**
 * Opsgenie's Alert API: `POST /v2/alerts` opens an alert, `POST /v2/alerts/ALIAS/close?identifierType=alias` closes it. 202 says that the
 * request will be processed, 429 that there are too many (docs.opsgenie.com/docs/alert-api, docs.opsgenie.com/docs/response). Jira Service
 * Management has the same calls below `/jsm/ops/integration`.
 */
export function createOpsgenieTarget(parts: HttpSenderParts): TargetKind {
  return createAlertTarget(
    {
      type: 'opsgenie',
      name: 'Opsgenie',
      ownFormat: 'Opsgenie',
      rateLimit: null,
      usualAddress: 'https://api.opsgenie.com',
      options: {
        api_key: secretOption('of an API integration, which may create alerts', {
          title: 'API key',
          maxLength: 1024,
        }),
      },
      optionsFault: (options) => tokenFault(options, 'api_key'),
      write,
    },
    parts,
  )
}

const write: WriteRequest = ({ path, body }, { target: { options } }) => {
  const { action, ...alert } = JSON.parse(body) as { readonly action: string; readonly alias: string }
  const alerts = pathBelow(path, '/v2/alerts')
  const secretHeaders = { authorization: headerBytes(`GenieKey ${options['api_key'] as string}`) }
  if (action === 'create') return { path: alerts, body: JSON.stringify(alert), secretHeaders }
  const { alias, ...closing } = alert
  return {
    path: `${alerts}/${encodeURIComponent(alias)}/close?identifierType=alias`,
    body: JSON.stringify(closing),
    secretHeaders,
  }
}
