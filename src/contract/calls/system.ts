import Type from 'typebox'
import { apiCall } from '../api-call.ts'
import { ConfigurationRequest, ConfigurationResponse } from '../configuration.ts'
import { ListParams } from '../params.ts'
import { AuditLogEventTypeResponse, AuditLogResponse } from '../people/audit.ts'
import { HealthResponse, SystemInfoResponse } from '../system.ts'

export const ping = apiCall({
  method: 'GET',
  path: '/api/v2.0/ping',
  operation: 'GetPing',
  summary: 'Check whether the server answers',
  tag: 'ping',
  needs: 'nothing',
  schema: {},
  answers: { 200: 'text' },
})

export const getVersion = apiCall({
  method: 'GET',
  path: '/api/version',
  operation: 'GetVersion',
  summary: 'Get the version of the API: `{"version":"v2.0"}`, declared as plain text as in Harbor',
  tag: 'systeminfo',
  needs: 'nothing',
  schema: {},
  answers: { 200: 'text' },
})

export const getHealth = apiCall({
  method: 'GET',
  path: '/api/v2.0/health',
  operation: 'GetHealth',
  summary: 'Check the health of the server and its database',
  tag: 'health',
  needs: 'nothing',
  schema: {},
  answers: { 200: HealthResponse },
})

export const getSystemInfo = apiCall({
  method: 'GET',
  path: '/api/v2.0/systeminfo',
  operation: 'GetSystemInfo',
  summary: 'Get facts about the server; a caller who is logged in gets more',
  tag: 'systeminfo',
  needs: 'nothing',
  schema: {},
  answers: { 200: SystemInfoResponse },
})

export const getConfiguration = apiCall({
  method: 'GET',
  path: '/api/v2.0/configurations',
  operation: 'GetConfigurations',
  summary: 'Get the system settings',
  tag: 'configure',
  needs: 'configuration:read',
  revised: { kind: 'settings' },
  schema: {},
  answers: { 200: ConfigurationResponse },
})

export const updateConfiguration = apiCall({
  method: 'PUT',
  path: '/api/v2.0/configurations',
  operation: 'UpdateConfigurations',
  summary: 'Change system settings',
  tag: 'configure',
  needs: 'configuration:update',
  revised: { kind: 'settings' },
  schema: { body: ConfigurationRequest },
  answers: { 200: null },
})

export const getMetrics = apiCall({
  method: 'GET',
  path: '/metrics',
  operation: 'GetMetrics',
  summary:
    'Get the figures of this process, in the text format of Prometheus: with `Authorization: Bearer METRICS_TOKEN`, or as a system admin',
  tag: 'metrics',
  needs: 'log-in or token',
  isOurs: true,
  schema: {},
  answers: { 200: 'text' },
})

export const listAuditLogs = apiCall({
  method: 'GET',
  path: '/api/v2.0/audit-logs',
  operation: 'ListAuditLogs',
  summary: 'List every change and log-in; callers who are no system admins get those of their projects',
  tag: 'auditlog',
  needs: 'log-in',
  schema: { querystring: ListParams },
  answers: { 200: Type.Array(AuditLogResponse) },
})

export const listAuditLogExts = apiCall({
  method: 'GET',
  path: '/api/v2.0/auditlog-exts',
  operation: 'ListAuditLogExts',
  summary: 'The same list at the place where Harbor 2.13 and later has it',
  tag: 'auditlog',
  needs: 'log-in',
  schema: { querystring: ListParams },
  answers: { 200: Type.Array(AuditLogResponse) },
})

export const listAuditLogEventTypes = apiCall({
  method: 'GET',
  path: '/api/v2.0/auditlog-exts/events',
  operation: 'ListAuditLogEventTypes',
  summary: 'List what can stand in the audit log, as `operation_resource-type`',
  tag: 'auditlog',
  needs: 'audit-log:list',
  schema: {},
  answers: { 200: Type.Array(AuditLogEventTypeResponse) },
})

export const getApiDocument = apiCall({
  method: 'GET',
  path: '/api/v2.0/openapi.json',
  operation: 'GetOpenApiDocument',
  summary: 'Get this description',
  tag: 'systeminfo',
  needs: 'nothing',
  schema: {},
  answers: { 200: Type.Object({ openapi: Type.String() }, { additionalProperties: true }) },
})

export const getApiPage = apiCall({
  method: 'GET',
  path: '/api/v2.0/docs',
  operation: 'GetApiPage',
  summary: 'Read this description',
  tag: 'systeminfo',
  needs: 'nothing',
  schema: {},
  answers: { 200: 'html' },
})
