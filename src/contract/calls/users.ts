import Type from 'typebox'
import { apiCall } from '../api-call.ts'
import { ListParams } from '../params.ts'
import {
  AdminRequest,
  PasswordRequest,
  PermissionResponse,
  UserFoundResponse,
  UserRequest,
  UserResponse,
} from '../people/user.ts'

const USERS = '/api/v2.0/users'
const USER = `${USERS}/:user_id`
const UserParams = Type.Object({ user_id: Type.Integer() })

export const listUsers = apiCall({
  method: 'GET',
  path: USERS,
  operation: 'ListUsers',
  summary: 'List the users',
  tag: 'user',
  needs: 'user:list',
  schema: {
    querystring: Type.Object({
      ...ListParams.properties,
      username: Type.Optional(Type.String({ description: 'part of the name' })),
      email: Type.Optional(Type.String({ description: 'part of the e-mail address' })),
    }),
  },
  answers: { 200: Type.Array(UserResponse) },
})

export const searchUsers = apiCall({
  method: 'GET',
  path: `${USERS}/search`,
  operation: 'SearchUsers',
  summary: 'Find users by a part of their name, to make them members',
  tag: 'user',
  needs: 'log-in',
  schema: {
    querystring: Type.Object({ ...ListParams.properties, username: Type.String({ minLength: 1 }) }),
  },
  answers: { 200: Type.Array(UserFoundResponse) },
})

export const createUser = apiCall({
  method: 'POST',
  path: USERS,
  operation: 'CreateUser',
  summary: 'Create a user',
  tag: 'user',
  needs: 'user:create',
  schema: { body: UserRequest },
  answers: { 201: null },
})

export const getUser = apiCall({
  method: 'GET',
  path: USER,
  operation: 'GetUser',
  summary: 'Get a user: oneself, or anyone as system admin',
  tag: 'user',
  needs: 'log-in',
  revised: { kind: 'user', param: 'user_id' },
  schema: { params: UserParams },
  answers: { 200: UserResponse },
})

export const deleteUser = apiCall({
  method: 'DELETE',
  path: USER,
  operation: 'DeleteUser',
  summary: 'Delete a user with their memberships, sessions and access tokens',
  tag: 'user',
  needs: 'user:delete',
  revised: { kind: 'user', param: 'user_id' },
  schema: { params: UserParams },
  answers: { 200: null },
})

export const setSystemAdmin = apiCall({
  method: 'PUT',
  path: `${USER}/sysadmin`,
  operation: 'SetUserSysAdmin',
  summary: 'Make a user a system admin, or no longer',
  tag: 'user',
  needs: 'user:update',
  revised: { kind: 'user', param: 'user_id' },
  schema: { params: UserParams, body: AdminRequest },
  answers: { 200: null },
})

export const getCurrentUser = apiCall({
  method: 'GET',
  path: `${USERS}/current`,
  operation: 'GetCurrentUserInfo',
  summary: 'Get the user who calls; a robot is no user (412)',
  tag: 'user',
  needs: 'log-in',
  schema: {},
  answers: { 200: UserResponse },
})

export const listOwnPermissions = apiCall({
  method: 'GET',
  path: `${USERS}/current/permissions`,
  operation: 'GetCurrentUserPermissions',
  summary: 'List the permissions of the caller in a project (scope=/project/1), or in the whole system',
  tag: 'user',
  needs: 'log-in',
  schema: {
    querystring: Type.Object({
      scope: Type.Optional(Type.String()),
      relative: Type.Optional(Type.String()),
    }),
  },
  answers: { 200: Type.Array(PermissionResponse) },
})

export const updateUserProfile = apiCall({
  method: 'PUT',
  path: USER,
  operation: 'UpdateUserProfile',
  summary: 'Change the profile of a user: one’s own, or anyone’s as system admin',
  tag: 'user',
  needs: 'log-in',
  revised: { kind: 'user', param: 'user_id' },
  schema: { params: UserParams, body: UserRequest },
  answers: { 200: null },
})

export const updatePassword = apiCall({
  method: 'PUT',
  path: `${USER}/password`,
  operation: 'UpdateUserPassword',
  summary: 'Set a password and end the sessions of the user; one’s own password takes the old one too',
  tag: 'user',
  needs: 'log-in',
  schema: { params: UserParams, body: PasswordRequest },
  answers: { 200: null },
})
