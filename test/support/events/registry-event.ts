import { type Artifact, type RegistryEvent, UNKNOWN_ARTIFACT } from '../../../src/domain/event/event.ts'
import { projectNameOf } from '../../../src/domain/project.ts'

export interface RegistryEventFacts extends Partial<Omit<RegistryEvent, 'artifacts'>> {
  /** What is known of the one artifact. */
  readonly artifact?: Partial<Artifact>
  readonly artifacts?: readonly Partial<Artifact>[]
}

/** A push of `shop/web:1.4.2` to `registry.acme.test`, but for what `facts` say. */
export function registryEvent({ artifact, artifacts, ...facts }: RegistryEventFacts = {}): RegistryEvent {
  const repository = facts.repository ?? 'shop/web'
  const known = artifacts ?? [artifact ?? { digest: `sha256:${'a1'.repeat(32)}`, tag: '1.4.2' }]
  return {
    id: '019cb000-0000-7000-8000-000000000000',
    sourceId: 1,
    sourceName: 'default',
    sourceKind: 'distribution',
    sourceEventId: 'one',
    type: 'PUSH_ARTIFACT',
    occurredAtMs: 1_772_359_203_999,
    acceptedAtMs: 1_772_359_204_000,
    project: projectNameOf(repository),
    repository,
    operator: 'robot$shop+ci',
    actorKind: 'robot',
    artifacts: known.map((one) => ({ ...UNKNOWN_ARTIFACT, ...one })),
    role: 'root',
    registryHost: 'registry.acme.test',
    detail: {},
    ...facts,
  }
}
