import { type HarborCall, LIST } from './harbor-call.ts'

const NO_META = 'users of an OpenID provider have no `oidc_user_meta`'

export const USER_CALLS = [
  { call: 'GET /users', operation: 'listUsers', query: LIST, differs: '`admin` is listed, too' },
  {
    call: 'POST /users',
    operation: 'createUser',
    differs:
      'the most common passwords are refused; `realname` is optional; works beside an OpenID provider too',
  },
  { call: 'GET /users/current', operation: 'getCurrentUserInfo', differs: NO_META },
  {
    call: 'GET /users/current/permissions',
    operation: 'getCurrentUserPermissions',
    query: 'scope relative',
    differs: 'lists the permissions that Bellbuoy knows',
  },
  {
    call: 'GET /users/search',
    operation: 'searchUsers',
    query: 'page page_size username',
    differs: 'has every page, by name; Harbor has the first only, the shortest names first',
  },
  { call: 'GET /users/{user_id}', operation: 'getUser', differs: NO_META },
  {
    call: 'PUT /users/{user_id}',
    operation: 'updateUserProfile',
    differs: 'fields that the body does not name stay',
  },
  { call: 'DELETE /users/{user_id}', operation: 'deleteUser', same: true },
  {
    call: 'PUT /users/{user_id}/sysadmin',
    operation: 'setUserSysAdmin',
    differs: '`admin` and the caller stay system admins (403)',
  },
  {
    call: 'PUT /users/{user_id}/password',
    operation: 'updateUserPassword',
    differs: 'ends the sessions of the user; the most common passwords are refused',
  },
  {
    call: 'PUT /users/{user_id}/cli_secret',
    operation: 'setCliSecret',
    absent: 'programs of users of an OpenID provider use robots',
  },
] as const satisfies readonly HarborCall[]

export const ROBOT_CALLS = [
  { call: 'GET /robots', operation: 'ListRobot', query: LIST, differs: 'has `permissions_without_effect`' },
  {
    call: 'POST /robots',
    operation: 'CreateRobot',
    differs: 'callers cannot grant permissions that they lack; `duration` is at most 36,500 days',
  },
  { call: 'GET /robots/{robot_id}', operation: 'GetRobotByID', differs: 'has `permissions_without_effect`' },
  {
    call: 'PUT /robots/{robot_id}',
    operation: 'UpdateRobot',
    differs: 'an absent name, level or list of permissions stays as it is',
  },
  {
    call: 'PATCH /robots/{robot_id}',
    operation: 'RefreshSec',
    differs: 'a chosen secret follows our rule for passwords',
  },
  { call: 'DELETE /robots/{robot_id}', operation: 'DeleteRobot', same: true },
  {
    call: 'GET /permissions',
    operation: 'getPermissions',
    differs: 'lists the permissions that have an effect here',
  },
] as const satisfies readonly HarborCall[]
