import Type, { type Static } from 'typebox'

/** One entry of the audit log: the fields of Harbor's `AuditLog` and `AuditLogExt`, and ours. */
export const AuditLogResponse = Type.Object({
  access_token: Type.Optional(
    Type.String({ description: 'name of the access token that the user called with' }),
  ),
  changes: Type.Optional(
    Type.Array(
      Type.Object({
        field: Type.String({ description: 'with dots: `targets.1.address`, counted from 1' }),
        from: Type.Optional(Type.String({ description: 'absent: there was none' })),
        to: Type.Optional(Type.String({ description: 'absent: there is none any more' })),
      }),
      {
        description:
          'what an update changed, cut where it is long; without `from` and `to`: a secret, or what is in an address beside its host',
      },
    ),
  ),
  client_address: Type.String(),
  done: Type.Optional(
    Type.Integer({ description: 'how many deliveries were sent again, replayed or stopped' }),
  ),
  id: Type.Integer(),
  op_time: Type.String({ format: 'date-time' }),
  operation: Type.String({ description: 'create, update, delete, stop, login or logout' }),
  operation_description: Type.String({ description: 'for people: `create project: shop`' }),
  operation_id: Type.String({ description: 'the operation of this document' }),
  operation_result: Type.Boolean({ description: 'false: it was refused or failed' }),
  path: Type.String({ description: 'the path that was called' }),
  project_id: Type.Optional(Type.Integer()),
  project_name: Type.Optional(Type.String({ description: 'absent when the project is gone' })),
  request_id: Type.String(),
  resource: Type.String({ description: 'name of what was changed, or its id' }),
  resource_id: Type.Optional(
    Type.Integer({ description: 'its number; that of the policy for a target. Absent: it has none' }),
  ),
  resource_type: Type.String({ description: 'kind of what was changed, for example `project`' }),
  status: Type.Integer({ description: 'the status of the answer' }),
  username: Type.String({ description: 'who did it, or tried to' }),
})
export type AuditLogResponse = Static<typeof AuditLogResponse>

/** What `operation` and `resource_type` can be, joined: `create_project`. */
export const AuditLogEventTypeResponse = Type.Object({ event_type: Type.String() })
