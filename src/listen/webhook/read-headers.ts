import { writtenEventType } from '../../domain/event/event-type.ts'
import { projectNameOf } from '../../domain/project.ts'
import { type Headers, headerOf } from './headers.ts'
import type { Facts } from './webhook.ts'

/** A body in no format that is known, such as one that a template wrote: the headers of the delivery have two facts. */
export function headerFacts(headers: Headers): Facts {
  const repository = headerOf(headers, 'x-bellbuoy-repository')
  return {
    eventType: writtenEventType(headerOf(headers, 'x-bellbuoy-event')),
    project: repository === '' ? '' : projectNameOf(repository),
    repository,
    tag: '',
    digest: '',
    resourceUrl: '',
    operator: '',
    severity: '',
  }
}
