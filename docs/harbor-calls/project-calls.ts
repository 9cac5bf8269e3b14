import { type HarborCall, LIST } from './harbor-call.ts'

const PROJECT = '/projects/{project_name_or_id}'
const METADATA = `${PROJECT}/metadatas/{meta_name}`
const MEMBERS = `${PROJECT}/members`

const OWN_KEY = 'knows `scan_interval_hours`, too'
const LOG_IN = 'an anonymous caller gets 401, for public projects too'

export const PROJECT_CALLS = [
  {
    call: 'GET /projects',
    operation: 'listProjects',
    query: `${LIST} name public owner with_detail`,
    differs: 'an anonymous caller gets an empty list; projects are complete, with or without `with_detail`',
  },
  {
    call: 'HEAD /projects',
    operation: 'headProject',
    query: 'project_name',
    differs: 'a project that the caller may not see is 404',
  },
  {
    call: 'POST /projects',
    operation: 'createProject',
    differs: 'for system admins only; `registry_id` is ignored, as there are no proxy projects',
  },
  { call: `GET ${PROJECT}`, operation: 'getProject', differs: LOG_IN },
  {
    call: `PUT ${PROJECT}`,
    operation: 'updateProject',
    differs: 'metadata that the body does not name stay',
  },
  {
    call: `DELETE ${PROJECT}`,
    operation: 'deleteProject',
    differs: 'ends policies, members and robots; never 412, as Bellbuoy holds no repositories',
  },
  { call: `GET ${PROJECT}/_deletable`, operation: 'getProjectDeletable', differs: 'always true' },
  {
    call: `GET ${PROJECT}/summary`,
    operation: 'getProjectSummary',
    differs: 'members of every role see the `quota`, with `warning_percent` in addition',
  },
  {
    call: `GET ${PROJECT}/metadatas/`,
    operation: 'listProjectMetadatas',
    differs:
      'for everyone with permission to read one entry; in Harbor not even project admins can list them',
  },
  { call: `POST ${PROJECT}/metadatas/`, operation: 'addProjectMetadatas', differs: OWN_KEY },
  { call: `GET ${METADATA}`, operation: 'getProjectMetadata', same: true },
  { call: `PUT ${METADATA}`, operation: 'updateProjectMetadata', differs: OWN_KEY },
  { call: `DELETE ${METADATA}`, operation: 'deleteProjectMetadata', same: true },
] as const satisfies readonly HarborCall[]

export const MEMBER_CALLS = [
  {
    call: `GET ${MEMBERS}`,
    operation: 'listProjectMembers',
    query: 'page page_size entityname',
    differs: 'groups have no `entity_id`; `X-Total-Count` counts what `entityname` finds',
  },
  {
    call: `POST ${MEMBERS}`,
    operation: 'createProjectMember',
    differs: 'a group is named by `group_name` only',
  },
  { call: `GET ${MEMBERS}/{mid}`, operation: 'getProjectMember', differs: 'groups have no `entity_id`' },
  {
    call: `PUT ${MEMBERS}/{mid}`,
    operation: 'updateProjectMember',
    differs: 'an unknown member is 404, an unknown role 400',
  },
  { call: `DELETE ${MEMBERS}/{mid}`, operation: 'deleteProjectMember', differs: 'an unknown member is 404' },
] as const satisfies readonly HarborCall[]

const NO_LIMIT = 'the id is that of the project; Bellbuoy counts and reports, and refuses no push'

export const QUOTA_CALLS = [
  {
    call: 'GET /quotas',
    operation: 'listQuotas',
    query: 'page page_size reference reference_id sort',
    differs: 'the ids are those of the projects; `sort` has no effect',
  },
  { call: 'GET /quotas/{id}', operation: 'getQuota', differs: 'the id is that of the project' },
  { call: 'PUT /quotas/{id}', operation: 'updateQuota', differs: NO_LIMIT },
] as const satisfies readonly HarborCall[]
