import type { ApiCall } from '../contract/api-call.ts'
import type { Audit, AuditChange } from '../domain/people/audit.ts'
import { type Caller, nameOf, tokenNameOf } from '../domain/people/caller.ts'
import type { Project } from '../domain/project.ts'
import type { Log } from '../log.ts'
import {
  type Subject,
  auditedOperation,
  auditedResource,
  auditedResourceId,
  auditedResourceType,
  isAudited,
  isDryRun,
} from './audited-resource.ts'
import type { Answer } from './route.ts'

/** A call by a known caller. */
export interface AuditedCall {
  readonly caller: Caller
  readonly project: Project | null
  readonly params: unknown
  readonly body: unknown
  /** What an update changed. */
  readonly changes?: readonly AuditChange[]
  /** The thing that it changes, as far as its handler named it. */
  readonly subject: Subject | null
  readonly url: string
  readonly address: string
  readonly requestId: string
}

export interface AuditTrail {
  /**
   * Records a call that changed something or was refused; a dry run, and a call that found nothing to do, leave no entry.
   * Never rejects: the change is done, and its answer must go out.
   */
  record: (
    of: ApiCall,
    call: AuditedCall,
    answer: Pick<Answer, 'status' | 'headers' | 'body'>,
  ) => Promise<void>
}

/** Records every change that someone carried out or tried to, in one place for all calls. */
export function createAuditTrail(audit: Audit, now: () => number, log: Log): AuditTrail {
  return {
    async record(
      of,
      { caller, project, url, address, requestId, changes = [], ...clues },
      { status, headers, body },
    ) {
      const done = doneBy(body)
      if (!isAudited(of) || isDryRun(clues.body) || done === 0) return
      const [path = ''] = url.split('?', 1)
      const resourceType = auditedResourceType(of)
      const resource = auditedResource({ ...clues, projectName: project?.name ?? null }, resourceType)
      const operation = auditedOperation(of)
      const what = {
        operation,
        resourceType,
        resource,
        resourceId: auditedResourceId(clues, operation === 'create' ? locationIn(headers) : ''),
        done,
        changes,
        operationId: of.operation,
        path,
      }
      const who = { actor: nameOf(caller), accessToken: tokenNameOf(caller) }
      const where = { projectId: project?.id ?? 0, status, address, requestId }
      try {
        await audit.record({ ...what, ...who, ...where, atMs: now() })
      } catch (error) {
        log.backgroundFailed({ doing: `record ${of.operation} in the audit log` }, error)
      }
    },
  }
}

/** How many deliveries a call sent or stopped, as its answer says. */
function doneBy(body: Answer['body']): number | null {
  const { done } = (typeof body === 'object' ? body : {}) as { readonly done?: unknown }
  return typeof done === 'number' ? done : null
}

function locationIn(headers: Answer['headers']): string {
  return String(headers?.['location'] ?? '')
}
