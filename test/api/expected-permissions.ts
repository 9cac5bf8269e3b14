import { adminPassword } from '../support/bellbuoy-process.ts'
import { ROLES, type Role } from '../../src/domain/role.ts'

export interface Expectation {
  /** The system admin may do all of it, but for speaking as a source, which has a token of its own. */
  readonly who: 'a source' | 'everyone' | 'whoever is logged in' | 'admin' | readonly Role[]
  /** What to send, where an empty object would be refused by its shape. */
  readonly body?: object
  /** A query that the operation cannot be asked without. */
  readonly search?: string
}

const ADMIN: Expectation = { who: 'admin' }
const PROJECT_ADMIN: Expectation = { who: ['projectAdmin'] }
/** Those that look at the caller themselves say more in tests of their own. */
const ANYONE: Expectation = { who: 'whoever is logged in' }
const MEMBERS: Expectation = { who: ROLES }
const MEMBER_READERS: Expectation = { who: ['projectAdmin', 'maintainer', 'developer', 'guest'] }
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
  ListProjects: { who: 'everyone' },
  HeadProject: { who: 'whoever is logged in', search: '?project_name=shop' },
  CreateProject: { ...ADMIN, body: { project_name: 'made-by-the-walk' } },
  GetProject: MEMBERS,
  UpdateProject: PROJECT_ADMIN,
  DeleteProject: PROJECT_ADMIN,
  GetProjectSummary: MEMBERS,
  ListRepositories: MEMBERS,
  ListProjectMembers: MEMBER_READERS,
  GetProjectMember: MEMBER_READERS,
  CreateProjectMember: { ...PROJECT_ADMIN, body: { role_id: 9 } },
  UpdateProjectMember: { ...PROJECT_ADMIN, body: { role_id: 2 } },
  DeleteProjectMember: PROJECT_ADMIN,
  GetPing: { who: 'everyone' },
  GetVersion: { who: 'everyone' },
  GetHealth: { who: 'everyone' },
  GetSystemInfo: { who: 'everyone' },
  ListQuotas: ADMIN,
  GetSupportedEventTypes: READERS,
  LastTrigger: READERS,
  ListWebhookJobs: { ...READERS, search: '?policy_id=999999' },
  ListGlobalPolicies: ADMIN,
  CreateGlobalPolicy: ADMIN,
  GetGlobalPolicy: ADMIN,
  UpdateGlobalPolicy: ADMIN,
  DeleteGlobalPolicy: ADMIN,
  ListExecutionsOfGlobalPolicy: ADMIN,
  ListTasksOfGlobalExecution: ADMIN,
  GetLogsOfGlobalTask: ADMIN,
  ListLegacyPolicies: READERS,
  GetLegacyPolicy: READERS,
  CreateLegacyPolicy: PROJECT_ADMIN,
  UpdateLegacyPolicy: PROJECT_ADMIN,
  DeleteLegacyPolicy: PROJECT_ADMIN,
  ListLegacyLastTriggers: READERS,
  ListLegacyJobs: { ...READERS, search: '?policy_id=999999' },
  ListUsers: ADMIN,
  SearchUsers: { ...ANYONE, search: '?username=a' },
  CreateUser: ADMIN,
  GetUser: ADMIN,
  DeleteUser: ADMIN,
  SetUserSysAdmin: { ...ADMIN, body: { sysadmin_flag: true } },
  UpdateUserProfile: ADMIN,
  UpdateUserPassword: { ...ADMIN, body: { new_password: 'x' } },
  GetCurrentUserInfo: ANYONE,
  GetCurrentUserPermissions: ANYONE,
  ListRobot: { ...READERS, search: '?q=Level=project,ProjectID=1' },
  CreateRobot: ADMIN,
  GetRobotByID: ADMIN,
  UpdateRobot: ADMIN,
  RefreshSec: ADMIN,
  DeleteRobot: ADMIN,
  GetOpenApiDocument: { who: 'everyone' },
  GetApiPage: { who: 'everyone' },
  ListReceivedEventsOfProject: READERS,
  ListReceivedEvents: ADMIN,
  GetReceivedEventOfProject: READERS,
  GetReceivedEvent: ADMIN,
  ListDeliveriesOfProject: READERS,
  ListDeliveries: ADMIN,
  GetDeliveryOfProject: READERS,
  GetDelivery: ADMIN,
  DryRunFilterOfProject: { ...READERS, body: { event_types: ['PUSH_ARTIFACT'] } },
  DryRunFilter: { ...ADMIN, body: { event_types: ['PUSH_ARTIFACT'] } },
  ReplayWebhookPolicyOfProject: { ...PROJECT_ADMIN, body: { since: '2026-01-01T00:00:00Z' } },
  ReplayGlobalPolicy: { ...ADMIN, body: { since: '2026-01-01T00:00:00Z' } },
  RedeliverOfProject: PROJECT_ADMIN,
  Redeliver: ADMIN,
  StopDeliveryOfProject: PROJECT_ADMIN,
  StopDelivery: ADMIN,
  RedeliverManyOfProject: PROJECT_ADMIN,
  RedeliverMany: ADMIN,
  StopDeliveriesOfProject: PROJECT_ADMIN,
  StopDeliveries: ADMIN,
  Login: { who: 'everyone', body: { principal: 'admin', password: adminPassword } },
  // Without a provider they say so to everyone; the tests in test/openid/ have one.
  OidcLogin: { who: 'everyone' },
  OidcCallback: { who: 'everyone' },
  OidcLogout: { who: 'everyone' },
  OidcOnboardPage: { who: 'everyone' },
  OidcOnboard: { who: 'everyone', body: { username: 'anna' } },
  Logout: { who: 'everyone' },
  LogoutByLink: { who: 'everyone' },
}
