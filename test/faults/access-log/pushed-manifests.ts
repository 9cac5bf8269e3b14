import type { PushedManifest } from '../../support/registry/manifest-requests.ts'

/** What the rules ask of a manifest. */
export interface ManifestFacts {
  readonly digest: string
  readonly isChart: boolean
  /** The manifests that an index lists. */
  readonly parts: readonly string[]
}

/**
 * The manifests that were pushed to each reference of a repository, in their order. The access log names only the reference, so this
 * is all that the oracle learns from those who pushed.
 */
export class PushedManifests {
  readonly #pushed = new Map<string, ManifestFacts[]>()

  /** Notes a push that the registry has taken. */
  note(repository: string, reference: string, manifest: PushedManifest): void {
    const key = `${repository} ${reference}`
    this.#pushed.getOrInsertComputed(key, () => []).push(factsOf(manifest))
  }

  /** Reads the pushes of a reference once more, one after the other, as the log lists them. */
  reader(): (repository: string, reference: string) => ManifestFacts {
    const seen = new Map<string, number>()
    return (repository, reference) => {
      const key = `${repository} ${reference}`
      const index = seen.get(key) ?? 0
      seen.set(key, index + 1)
      const facts = this.#pushed.get(key)?.[index]
      if (facts === undefined) throw new Error(`nobody noted push ${index + 1} of ${key}`)
      return facts
    }
  }
}

function factsOf({ digest, body }: PushedManifest): ManifestFacts {
  const { config, manifests = [] } = JSON.parse(body) as {
    config?: { mediaType: string }
    manifests?: { digest: string }[]
  }
  return {
    digest,
    isChart: config?.mediaType === 'application/vnd.cncf.helm.config.v1+json',
    parts: manifests.map((part) => part.digest),
  }
}
