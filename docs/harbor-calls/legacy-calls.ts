import type { HarborCall } from './harbor-call.ts'

const WEBHOOK = '/projects/{project_id}/webhook'
const POLICY = `${WEBHOOK}/policies/{policy_id}`

const SHOWN = '`auth_header` is hidden; a project may have several policies'

/** The webhook API of Harbor 1.10, and what its clients need to find a project. */
export const LEGACY_CALLS = [
  {
    call: 'GET /projects',
    query: 'name public owner page page_size',
    differs: 'an anonymous caller gets an empty list',
  },
  { call: 'GET /projects/{project_id}', differs: 'an anonymous caller gets 401, for public projects too' },
  { call: 'GET /systeminfo', differs: '`harbor_version` is for callers who are logged in' },
  { call: `GET ${WEBHOOK}/policies`, differs: SHOWN },
  { call: `POST ${WEBHOOK}/policies`, differs: 'a second policy is 201; 1.10 answers 500' },
  { call: `GET ${POLICY}`, differs: SHOWN },
  { call: `PUT ${POLICY}`, differs: 'an absent `auth_header` keeps the stored one' },
  { call: `DELETE ${POLICY}`, differs: 'stops its waiting deliveries' },
  {
    call: `POST ${WEBHOOK}/policies/test`,
    differs: 'sends each target a sample with its log-in; 1.10 tries the first, without either',
  },
  { call: `GET ${WEBHOOK}/lasttrigger`, same: true },
  { call: `GET ${WEBHOOK}/jobs`, query: 'policy_id', same: true },
] as const satisfies readonly HarborCall[]
