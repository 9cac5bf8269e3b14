import Type, { type Static } from 'typebox'

/** A new member: a user by id or name, or a group, of the OpenID provider by its name and of the LDAP directory by its DN. */
export const MemberRequest = Type.Object({
  role_id: Type.Optional(Type.Integer()),
  member_user: Type.Optional(
    Type.Object({ user_id: Type.Optional(Type.Integer()), username: Type.Optional(Type.String()) }),
  ),
  member_group: Type.Optional(
    Type.Object({
      group_name: Type.Optional(Type.String()),
      group_type: Type.Optional(Type.Integer({ description: '1: of the LDAP directory' })),
      ldap_group_dn: Type.Optional(Type.String()),
    }),
  ),
})
export type MemberRequest = Static<typeof MemberRequest>

export const RoleRequest = Type.Object({ role_id: Type.Optional(Type.Integer()) })

export const MemberResponse = Type.Object({
  /** Of a user; groups have none. */
  entity_id: Type.Optional(Type.Integer()),
  entity_name: Type.String(),
  entity_type: Type.Union([Type.Literal('u'), Type.Literal('g')]),
  id: Type.Integer(),
  project_id: Type.Integer(),
  role_id: Type.Integer(),
  role_name: Type.String(),
})
export type MemberResponse = Static<typeof MemberResponse>
