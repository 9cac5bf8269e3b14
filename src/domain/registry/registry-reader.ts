import type { Manifest } from '../event/manifest.ts'

/** Reads a registry. */
export interface RegistryReader {
  /**
   * A manifest with its artifact type, subject, platforms and references; null when the registry does not have it or does
   * not answer in time. Never rejects: an event is complete enough without it.
   */
  manifest: (repository: string, digest: string) => Promise<Manifest | null>
  /**
   * The digest of the manifest that a tag or digest leads to now; null when there is none, undefined when the registry does not say so
   * within a second. Never rejects.
   */
  digestOf: (repository: string, reference: string) => Promise<string | null | undefined>
}

/** The reader of a source's registry, or null when its address is not known; a promise only if memory does not know it. */
export type ReaderOf = (sourceName: string) => RegistryReader | null | Promise<RegistryReader | null>
