import { DIGEST, REPOSITORY, TAG } from './registry-grammar.ts'

/** What an image reference names: `host/shop/web:1.4.2@sha256:…`, each part but the repository optional. */
export interface ImageReference {
  /** Empty when it names no registry. */
  readonly registryHost: string
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
}

/** Reads an image reference as Docker does: the first part is a host if it has a dot, a colon or is `localhost`. Null for none. */
export function imageReference(text: string): ImageReference | null {
  const [named = '', digest = null, ...rest] = text.split('@')
  const slash = named.indexOf('/')
  const first = slash === -1 ? '' : named.slice(0, slash)
  const registryHost = /[.:]|^localhost$/.test(first) ? first : ''
  const path = registryHost === '' ? named : named.slice(slash + 1)
  const colon = path.lastIndexOf(':')
  const [repository, tag] = colon === -1 ? [path, null] : [path.slice(0, colon), path.slice(colon + 1)]
  const fits = rest.length === 0 && isRepository(repository) && isTag(tag) && isDigest(digest)
  return fits ? { registryHost, repository, tag, digest } : null
}

const isRepository = (text: string): boolean => text.length <= 255 && REPOSITORY.test(text)
const isTag = (text: string | null): boolean => text === null || TAG.test(text)
const isDigest = (text: string | null): boolean => text === null || DIGEST.test(text)
