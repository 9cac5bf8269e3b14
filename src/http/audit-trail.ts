import type { ApiCall } from '../contract/api-call.ts'
import type { Audit } from '../domain/people/audit.ts'
import { type Caller, nameOf } from '../domain/people/caller.ts'
import type { Project } from '../domain/project.ts'
import type { Log } from '../log.ts'

/** A call by a known caller. */
export interface AuditedCall {
  readonly caller: Caller
  readonly project: Project | null
  readonly url: string
  readonly address: string
  readonly requestId: string
}

export interface AuditTrail {
  /** Whether a call is recorded: those that may change something are. */
  covers: (call: Pick<ApiCall, 'method' | 'isOnlyQuestion'>) => boolean
  /** Records a call with the status of its answer. Never rejects: the change is done, and its answer must go out. */
  record: (of: Pick<ApiCall, 'operation'>, call: AuditedCall, status: number) => Promise<void>
}

/** Records every change that someone carried out or tried to, in one place for all calls. */
export function createAuditTrail(audit: Audit, now: () => number, log: Log): AuditTrail {
  return {
    covers: ({ method, isOnlyQuestion = false }) => method !== 'GET' && method !== 'HEAD' && !isOnlyQuestion,
    async record({ operation }, { caller, project, url, address, requestId }, status) {
      const [resource = ''] = url.split('?', 1)
      const entry = { operation, resource, status, address, requestId }
      try {
        await audit.record({ ...entry, atMs: now(), projectId: project?.id ?? 0, actor: nameOf(caller) })
      } catch (error) {
        log.backgroundFailed({ doing: `record ${operation} in the audit log` }, error)
      }
    },
  }
}
