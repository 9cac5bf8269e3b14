import type { AlertDouble } from './alert-double.ts'
import { alertmanager } from './alertmanager.ts'
import { opsgenie } from './opsgenie.ts'
import { pagerduty } from './pagerduty.ts'

/** Every system of alerts, by the kind of its targets. */
export const ALERTS: Readonly<Record<string, AlertDouble>> = { pagerduty, alertmanager, opsgenie }
