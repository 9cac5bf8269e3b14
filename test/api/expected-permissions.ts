import type { Role } from '../../src/domain/role.ts'

export interface Expectation {
  /** The system admin may do all of it, but for speaking as a source, which has a token of its own. */
  readonly who: 'a source' | 'everyone' | 'whoever is logged in' | 'admin' | readonly Role[]
  /** What to send, where an empty object would be refused by its shape. */
  readonly body?: object
}

const ADMIN: Expectation = { who: 'admin' }
const PROJECT_ADMIN: Expectation = { who: ['projectAdmin'] }
const READERS: Expectation = { who: ['projectAdmin', 'maintainer'] }

/** Who may call each operation: the webhook proposal's table, and Harbor's for what is around it. */
export const EXPECTED: Readonly<Record<string, Expectation>> = {
  Notify: { who: 'a source' },
  NotifyAsSource: { who: 'a source' },
  ListWebhookPoliciesOfProject: READERS,
  GetWebhookPolicyOfProject: READERS,
  CreateWebhookPolicyOfProject: PROJECT_ADMIN,
  UpdateWebhookPolicyOfProject: PROJECT_ADMIN,
  DeleteWebhookPolicyOfProject: PROJECT_ADMIN,
  ListExecutionsOfWebhookPolicy: READERS,
  ListTasksOfWebhookExecution: READERS,
  GetLogsOfWebhookTask: READERS,
  PauseTargetOfProject: PROJECT_ADMIN,
  ResumeTargetOfProject: PROJECT_ADMIN,
  PauseTarget: ADMIN,
  ResumeTarget: ADMIN,
  ListAuditLogs: ADMIN,
  GetLogs: READERS,
  GetConfigurations: ADMIN,
  UpdateConfigurations: ADMIN,
}
