import type { DecidedEvent, ObservedManifest } from '../../../../domain/delivery/queue.ts'
import type { RegistryEvent } from '../../../../domain/event/event.ts'
import { artifactAction } from '../../../../domain/event/event-type.ts'
import { childrenOf, manifestOf } from '../../../../domain/event/manifest.ts'
import { momentOf } from '../../../../domain/event/moment.ts'
import { digestBytes } from '../../../columns/digest-bytes.ts'
import { hex } from '../session.ts'
import type { ManifestName, Names } from './numbers.ts'

/** The manifests that events report. */
export type Observations = ReadonlyMap<DecidedEvent, ObservedManifest>

export function observationsIn(events: readonly DecidedEvent[]): Observations {
  return new Map(
    events.flatMap((decided): readonly (readonly [DecidedEvent, ObservedManifest])[] => {
      const observed = reportedBy(decided)
      return observed === null ? [] : [[decided, observed]]
    }),
  )
}

/** What events name: manifests, their children, and those of tags; the instances that reported them. */
export function namesInEvents(events: readonly DecidedEvent[], observations: Observations): Names {
  const names = events.map((decided): Names => {
    const { event, tagChanges = [] } = decided
    const observed = observations.get(decided)
    const own = observed === undefined ? NOTHING : namesInManifest(observed)
    const tagged = tagChanges.flatMap(({ digest }) => (digest === '' ? [] : [digest]))
    return {
      manifests: [...own.manifests, ...tagged.map((digest) => nameOf(event, digest))],
      instances: [...own.instances, ...tagChanges.map(({ moved }) => moved.instance)],
    }
  })
  return {
    manifests: names.flatMap(({ manifests }) => manifests),
    instances: names.flatMap(({ instances }) => instances),
  }
}

/** A manifest, its children, and the instance that reported it. */
export function namesInManifest({ event, manifest }: ObservedManifest): Names {
  return {
    manifests: [manifest.digest, ...childrenOf(manifest)].map((digest) => nameOf(event, digest)),
    instances: [momentOf(event).instance],
  }
}

export function nameOf(
  { repository, sourceId }: Pick<RegistryEvent, 'repository' | 'sourceId'>,
  digest: string,
): ManifestName {
  return { repository, sourceId, digest: hex(digestBytes(digest)) }
}

const NOTHING: Names = { manifests: [], instances: [] }

function reportedBy({ event, projectId, isManifestGone }: DecidedEvent): ObservedManifest | null {
  const action = artifactAction(event.type)
  const hasReferences = event.references !== undefined && event.references.length > 0
  if ((action !== 'push' && action !== 'pull') || !hasReferences || isManifestGone === true) return null
  const manifest = manifestOf(event)
  return manifest === null ? null : { event, projectId, manifest }
}
