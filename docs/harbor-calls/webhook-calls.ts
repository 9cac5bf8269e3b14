import { type HarborCall, LIST } from './harbor-call.ts'

const WEBHOOK = '/projects/{project_name_or_id}/webhook'
const POLICY = `${WEBHOOK}/policies/{webhook_policy_id}`
const EXECUTION = `${POLICY}/executions/{execution_id}`

const SHOWN =
  '`auth_header` is hidden unless `AUTH_HEADER_READABLE` is on; policies and targets have our fields in addition'

export const WEBHOOK_CALLS = [
  {
    call: `GET ${WEBHOOK}/policies`,
    operation: 'ListWebhookPoliciesOfProject',
    query: LIST,
    differs: SHOWN,
  },
  {
    call: `POST ${WEBHOOK}/policies`,
    operation: 'CreateWebhookPolicyOfProject',
    differs:
      'accepts more event types, target types and payload formats; a name longer than 256 characters is 400',
  },
  {
    call: `GET ${POLICY}`,
    operation: 'GetWebhookPolicyOfProject',
    differs: SHOWN,
  },
  {
    call: `PUT ${POLICY}`,
    operation: 'UpdateWebhookPolicyOfProject',
    differs: 'an absent `auth_header` keeps the stored one; disabling stops waiting deliveries',
  },
  {
    call: `DELETE ${POLICY}`,
    operation: 'DeleteWebhookPolicyOfProject',
    differs: 'stops waiting deliveries; in Harbor it is 412 while a delivery of the policy runs',
  },
  {
    call: `GET ${POLICY}/executions`,
    operation: 'ListExecutionsOfWebhookPolicy',
    query: LIST,
    differs: '`status_message` has the reason of a failure or a wait',
  },
  {
    call: `GET ${EXECUTION}/tasks`,
    operation: 'ListTasksOfWebhookExecution',
    query: LIST,
    differs: 'the task has the number of its execution, and `status_message` as above',
  },
  {
    call: `GET ${EXECUTION}/tasks/{task_id}/log`,
    operation: 'GetLogsOfWebhookTask',
    differs: 'has every attempt with request, answer, duration and error',
  },
  {
    call: `GET ${WEBHOOK}/lasttrigger`,
    operation: 'LastTrigger',
    same: true,
  },
  {
    call: `GET ${WEBHOOK}/jobs`,
    operation: 'ListWebhookJobs',
    query: `${LIST} policy_id status`,
    differs: 'several `status` work, joined by commas or each on its own',
  },
  {
    call: `GET ${WEBHOOK}/events`,
    operation: 'GetSupportedEventTypes',
    differs: 'has our event types, target types and payload formats behind Harbor’s',
  },
] as const satisfies readonly HarborCall[]
