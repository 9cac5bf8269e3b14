import { ABSENT_SUBJECTS } from './harbor-calls/absent-subjects.ts'
import type { AbsentSubject, HarborSubject } from './harbor-calls/harbor-call.ts'
import { LEGACY_CALLS } from './harbor-calls/legacy-calls.ts'
import { ROBOT_CALLS, USER_CALLS } from './harbor-calls/people-calls.ts'
import { MEMBER_CALLS, PROJECT_CALLS, QUOTA_CALLS } from './harbor-calls/project-calls.ts'
import { SCANNER_CALLS, SCAN_CALLS } from './harbor-calls/scanning-calls.ts'
import { AUDIT_CALLS, CLIENT_CALLS, CONFIGURATION_CALLS, SYSTEM_CALLS } from './harbor-calls/system-calls.ts'
import { WEBHOOK_CALLS } from './harbor-calls/webhook-calls.ts'

const HARBOR_2 = '/api/v2.0'

/** The version of Harbor whose calls these are. */
export const HARBOR_RELEASE = '2.16'

/** The calls of Harbor 2.16 and of the webhook API of 1.10, by subject: `docs/harbor-calls.md` is made from it, and a test holds the routes against it. */
export const HARBOR_SUBJECTS: readonly HarborSubject[] = [
  { title: 'Webhooks', base: HARBOR_2, calls: WEBHOOK_CALLS },
  { title: 'Projects', base: HARBOR_2, calls: PROJECT_CALLS },
  { title: 'Members', base: HARBOR_2, calls: MEMBER_CALLS },
  { title: 'Quotas', base: HARBOR_2, calls: QUOTA_CALLS },
  { title: 'Users', base: HARBOR_2, calls: USER_CALLS },
  { title: 'Robots', base: HARBOR_2, calls: ROBOT_CALLS },
  { title: 'Scanners', base: HARBOR_2, calls: SCANNER_CALLS },
  { title: 'Scans', base: HARBOR_2, calls: SCAN_CALLS },
  { title: 'Configuration', base: HARBOR_2, calls: CONFIGURATION_CALLS },
  { title: 'Audit logs', base: HARBOR_2, calls: AUDIT_CALLS },
  { title: 'System', base: HARBOR_2, calls: SYSTEM_CALLS },
  { title: 'What clients ask besides', base: HARBOR_2, calls: CLIENT_CALLS },
  { title: 'Webhooks of Harbor 1.10', base: '/api', calls: LEGACY_CALLS },
]

export const SUBJECTS_THAT_ARE_ABSENT: readonly AbsentSubject[] = ABSENT_SUBJECTS
