import type { HealthResponse } from '../../../contract/system.ts'
import type { Store } from '../../../domain/store.ts'

export interface HealthParts {
  readonly store: Pick<Store, 'settings' | 'writeFault'>
  /** Why nothing can be opened, or null. */
  readonly descriptors: { readonly fault: () => string | null }
}

/** Whether connections can be opened, and the database read and written. The call answers 200 either way, as Harbor's. */
export async function health({ store, descriptors }: HealthParts): Promise<HealthResponse> {
  const components = [
    component('core', descriptors.fault()),
    component('database', await databaseFault(store)),
  ]
  const isHealthy = components.every(({ status }) => status === 'healthy')
  return { components, status: isHealthy ? 'healthy' : 'unhealthy' }
}

function component(name: string, fault: string | null): HealthResponse['components'][number] {
  return fault === null ? { name, status: 'healthy' } : { error: fault, name, status: 'unhealthy' }
}

async function databaseFault({ settings, writeFault }: HealthParts['store']): Promise<string | null> {
  try {
    await settings.notificationsEnabled()
  } catch {
    return 'the database does not answer'
  }
  return writeFault()
}
