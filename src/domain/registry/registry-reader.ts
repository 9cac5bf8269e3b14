import type { Manifest } from '../event/manifest.ts'

/** Reads manifests from a registry. */
export interface RegistryReader {
  /**
   * A manifest with its artifact type, subject, platforms and references; null when the registry does not have it or does
   * not answer in time. Never rejects: an event is complete enough without it.
   */
  manifest: (repository: string, digest: string) => Promise<Manifest | null>
}

/** The reader of a source's registry, or null when its address is not known. */
export type ReaderOf = (sourceName: string) => Promise<RegistryReader | null>
