import type { RegistryEvent } from '../../../src/domain/event/event.ts'
import type { PayloadInput } from '../../../src/domain/delivery/payload-format.ts'
import type { TargetOptions } from '../../../src/domain/options.ts'
import { registryEvent } from './registry-event.ts'

export interface PayloadFacts {
  readonly event?: RegistryEvent
  readonly isPublic?: boolean
  readonly repositoryCreatedAtMs?: number
  readonly attachment?: string
  readonly options?: TargetOptions
}

/** What a payload format writes: by default a push to a private project, for target 3 of policy 7 of project 12. */
export function payloadInput({
  event = registryEvent(),
  isPublic = false,
  repositoryCreatedAtMs = 1_771_200_000_000,
  attachment = '',
  options = {},
}: PayloadFacts = {}): PayloadInput {
  return {
    event,
    project: { name: event.project, isPublic },
    repositoryCreatedAtMs,
    sequence: 7,
    policy: { id: 7, projectId: 12, name: 'deploy' },
    target: { id: 3, attachment, options },
  }
}
