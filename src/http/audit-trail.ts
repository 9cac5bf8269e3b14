import type { ApiCall } from '../contract/api-call.ts'
import type { Audit } from '../domain/people/audit.ts'
import { type Caller, nameOf } from '../domain/people/caller.ts'
import type { Project } from '../domain/project.ts'
import type { Log } from '../log.ts'
import { auditedOperation, auditedResource, auditedResourceType } from './audited-resource.ts'

/** A call by a known caller. */
export interface AuditedCall {
  readonly caller: Caller
  readonly project: Project | null
  readonly params: unknown
  readonly body: unknown
  /** The name of the thing that it changes, as far as its handler said it. */
  readonly subject: string | null
  readonly url: string
  readonly address: string
  readonly requestId: string
}

export interface AuditTrail {
  /** Records a call with the status of its answer. Never rejects: the change is done, and its answer must go out. */
  record: (of: ApiCall, call: AuditedCall, status: number) => Promise<void>
}

/** Records every change that someone carried out or tried to, in one place for all calls. */
export function createAuditTrail(audit: Audit, now: () => number, log: Log): AuditTrail {
  return {
    async record(of, { caller, project, url, address, requestId, ...clues }, status) {
      const [path = ''] = url.split('?', 1)
      const resourceType = auditedResourceType(of)
      const resource = auditedResource({ ...clues, projectName: project?.name ?? null }, resourceType)
      const what = {
        operation: auditedOperation(of),
        resourceType,
        resource,
        operationId: of.operation,
        path,
      }
      const where = { projectId: project?.id ?? 0, actor: nameOf(caller), status, address, requestId }
      try {
        await audit.record({ ...what, ...where, atMs: now() })
      } catch (error) {
        log.backgroundFailed({ doing: `record ${of.operation} in the audit log` }, error)
      }
    },
  }
}
