import Type, { type Static } from 'typebox'

export const UserRequest = Type.Object({
  username: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  realname: Type.Optional(Type.String()),
  comment: Type.Optional(Type.String()),
})
export type UserRequest = Static<typeof UserRequest>

/** Absent is false: clients in Go leave a false out. */
export const AdminRequest = Type.Object({ sysadmin_flag: Type.Optional(Type.Boolean()) })
export const PasswordRequest = Type.Object({
  old_password: Type.Optional(Type.String()),
  new_password: Type.Optional(Type.String()),
})

export const UserResponse = Type.Object({
  admin_role_in_auth: Type.Boolean(),
  comment: Type.Optional(Type.String()),
  creation_time: Type.String({ format: 'date-time' }),
  email: Type.Optional(Type.String()),
  realname: Type.Optional(Type.String()),
  sysadmin_flag: Type.Boolean(),
  update_time: Type.String({ format: 'date-time' }),
  user_id: Type.Integer(),
  username: Type.String(),
})
export type UserResponse = Static<typeof UserResponse>

export const UserFoundResponse = Type.Object({ user_id: Type.Integer(), username: Type.String() })
export const PermissionResponse = Type.Object({ action: Type.String(), resource: Type.String() })
export type PermissionResponse = Static<typeof PermissionResponse>
