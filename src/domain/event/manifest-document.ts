import type { Descriptor } from './descriptor.ts'
import { type Manifest, configTypeOf, isIndexType, platformsOf } from './manifest.ts'
import { DIGEST } from './registry-grammar.ts'

type Fields = Readonly<Record<string, unknown>>

/** A manifest or index as a registry answers it, or sends it in a notification (OCI image spec 1.1, Docker image manifest 2.2). */
export interface ManifestDocument {
  /** Without the platform of an image, which stands in its config. */
  readonly manifest: Manifest
  /** The config of an image, or null. */
  readonly config: Descriptor | null
}

/**
 * Reads a manifest, the same whether a registry answered it or a notification carries it.
 *
 * @param sizeBytes of the manifest, byte for byte
 * @throws Error when it is not a manifest
 */
export function readManifestDocument(
  body: unknown,
  {
    digest,
    mediaType,
    sizeBytes,
  }: { readonly digest: string; readonly mediaType: string; readonly sizeBytes: number },
): ManifestDocument {
  const fields = fieldsOf(body)
  const type = textOf(fields['mediaType']) || mediaType
  const isIndex = isIndexType(type)
  const config = isIndex || fields['config'] === undefined ? null : readDescriptor(fields['config'])
  const others = arrayOf(fields[isIndex ? 'manifests' : 'layers']).map(readDescriptor)
  const references = config === null ? others : [config, ...others]
  const subject = fields['subject'] === undefined ? null : readDescriptor(fields['subject']).digest
  const facts = { digest, mediaType: type, sizeBytes, subject, references, isComplete: true }
  const artifactType = textOf(fields['artifactType']) || configTypeOf(facts)
  return { manifest: { ...facts, artifactType, platforms: platformsOf(facts) }, config }
}

/** The platform in the config of an image, or null. */
export function platformOfConfig(body: unknown): string | null {
  return platformText(fieldsOf(body))
}

function readDescriptor(value: unknown): Descriptor {
  const fields = fieldsOf(value)
  const { digest, mediaType, size, platform } = fields
  if (typeof digest !== 'string' || !DIGEST.test(digest)) throw new Error('a descriptor lacks its digest')
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new Error('a descriptor lacks its size')
  const named = platform === undefined || platform === null ? null : platformText(fieldsOf(platform))
  return { digest, mediaType: textOf(mediaType), sizeBytes: size, platform: named }
}

function platformText({ os, architecture, variant }: Fields): string | null {
  const parts = [os, architecture, variant].map(textOf).filter((part) => part !== '')
  return parts.length === 0 ? null : parts.join('/')
}

function fieldsOf(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new Error('not an object')
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed() : ''
}
