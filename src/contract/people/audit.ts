import Type, { type Static } from 'typebox'

/** One entry of the audit log, in Harbor's words (`AuditLog`) where it has them. */
export const AuditLogResponse = Type.Object({
  id: Type.Integer(),
  username: Type.String({ description: 'who did it, or tried to' }),
  operation: Type.String({ description: 'the operation of this document' }),
  resource: Type.String({ description: 'the path that was called' }),
  project_id: Type.Optional(Type.Integer()),
  status: Type.Integer({ description: 'the status of the answer' }),
  client_address: Type.String(),
  request_id: Type.String(),
  op_time: Type.String({ format: 'date-time' }),
})
export type AuditLogResponse = Static<typeof AuditLogResponse>
