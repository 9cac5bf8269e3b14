import type { Manifest } from '../event/manifest.ts'

/** Asks a registry what it did not tell. */
export interface RegistryReader {
  /**
   * A manifest with its artifact type, subject, platforms and references; null when the registry does not have it or does
   * not say it in time. Never rejects: losing it only costs what it would have told.
   */
  manifest: (repository: string, digest: string) => Promise<Manifest | null>
}

/** The reader of a source's registry, or null when nobody said where that is. */
export type ReaderOf = (sourceName: string) => Promise<RegistryReader | null>
