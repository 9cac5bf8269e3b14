import { type HarborCall, LIST } from './harbor-call.ts'

export const CONFIGURATION_CALLS = [
  {
    call: 'GET /configurations',
    operation: 'getConfigurations',
    differs:
      'only `notification_enable` is `editable`; has the retry rule and the quota threshold in addition',
  },
  {
    call: 'PUT /configurations',
    operation: 'updateConfigurations',
    differs: 'another value of a setting is 400, except of `notification_enable`',
  },
  {
    call: 'GET /internalconfig',
    operation: 'getInternalconfig',
    absent: 'the parts of Harbor configure each other by it',
  },
] as const satisfies readonly HarborCall[]

const ONE_LIST = 'both lists are the same, and entries have our fields in addition'
const KEPT = 'audit entries are kept'

export const AUDIT_CALLS = [
  { call: 'GET /audit-logs', operation: 'listAuditLogs', query: LIST, differs: ONE_LIST },
  { call: 'GET /auditlog-exts', operation: 'listAuditLogExts', query: LIST, differs: ONE_LIST },
  {
    call: 'GET /auditlog-exts/events',
    operation: 'listAuditLogEventTypes',
    differs: 'lists what Bellbuoy records: every change, and log-ins',
  },
  { call: 'GET /projects/{project_name}/logs', operation: 'getLogs', query: LIST, differs: ONE_LIST },
  {
    call: 'GET /projects/{project_name}/auditlog-exts',
    operation: 'getLogExts',
    query: LIST,
    differs: ONE_LIST,
  },
  { call: 'GET /system/purgeaudit', operation: 'getPurgeHistory', query: LIST, absent: KEPT },
  { call: 'GET /system/purgeaudit/{purge_id}', operation: 'getPurgeJob', absent: KEPT },
  { call: 'PUT /system/purgeaudit/{purge_id}', operation: 'stopPurge', absent: KEPT },
  { call: 'GET /system/purgeaudit/{purge_id}/log', operation: 'getPurgeJobLog', absent: KEPT },
  { call: 'GET /system/purgeaudit/schedule', operation: 'getPurgeSchedule', absent: KEPT },
  { call: 'POST /system/purgeaudit/schedule', operation: 'createPurgeSchedule', absent: KEPT },
  { call: 'PUT /system/purgeaudit/schedule', operation: 'updatePurgeSchedule', absent: KEPT },
] as const satisfies readonly HarborCall[]

const NO_ALLOWLIST = 'Bellbuoy keeps the list of each project, and holds no image back'

export const SYSTEM_CALLS = [
  { call: 'GET /ping', operation: 'getPing', same: true },
  { call: 'GET /health', operation: 'getHealth', differs: 'the components are `core` and `database`' },
  {
    call: 'GET /systeminfo',
    operation: 'getSystemInfo',
    differs:
      '`harbor_version` is that of this list with Bellbuoy’s behind it; no `registry_storage_provider_name`',
  },
  {
    call: 'GET /systeminfo/volumes',
    operation: 'getVolumes',
    differs: 'about the file system that holds the database',
  },
  {
    call: 'GET /systeminfo/getcert',
    operation: 'getCert',
    absent: 'Bellbuoy has no certificate authority; Harbor without one answers 404, too',
  },
  {
    call: 'POST /system/oidc/ping',
    operation: 'pingOIDC',
    absent: 'the OpenID provider is in the settings',
  },
  { call: 'GET /system/CVEAllowlist', operation: 'getSystemCVEAllowlist', absent: NO_ALLOWLIST },
  { call: 'PUT /system/CVEAllowlist', operation: 'putSystemCVEAllowlist', absent: NO_ALLOWLIST },
] as const satisfies readonly HarborCall[]

/** What Harbor's clients ask before or beside their own work. */
export const CLIENT_CALLS = [
  {
    call: 'GET /search',
    operation: 'search',
    query: 'q',
    differs:
      'at most 1,000 of each, without `pull_count` and `artifact_count`; an anonymous caller finds nothing',
  },
  {
    call: 'GET /statistics',
    operation: 'getStatistic',
    differs: 'counts what a robot may see, too; storage is the sum of the quotas',
  },
  {
    call: 'GET /registries',
    operation: 'listRegistries',
    query: `${LIST} name`,
    differs: 'always empty: Bellbuoy replicates nothing',
  },
  {
    call: 'GET /projects/{project_name}/repositories',
    operation: 'listRepositories',
    query: LIST,
    differs: 'always empty: the registry has them',
  },
  {
    call: 'GET /projects/{project_name_or_id}/immutabletagrules',
    operation: 'ListImmuRules',
    query: LIST,
    differs: 'always empty: the registry protects tags',
  },
] as const satisfies readonly HarborCall[]
