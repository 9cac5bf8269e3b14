import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { tar } from './tar.ts'

export const imageManifestType = 'application/vnd.oci.image.manifest.v1+json'
export const imageIndexType = 'application/vnd.oci.image.index.v1+json'

export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

export interface PlatformDescriptor extends Descriptor {
  readonly platform: { readonly os: string; readonly architecture: string }
}

export interface Layout extends Descriptor {
  readonly layoutDir: string
  /** What skopeo takes as a source: `oci:FOLDER:latest`. */
  readonly source: string
}

export interface ImageLayout extends Layout {
  readonly config: Descriptor
  readonly layer: Descriptor
}

export interface ImageIndexLayout extends Layout {
  readonly manifests: readonly PlatformDescriptor[]
}

/**
 * Writes an OCI layout with one image of one layer, which holds one file with `content`. Other content, other
 * digests; the same content, the same digests. To push it as Docker schema 2, let skopeo convert it
 * (`format: 'v2s2'`); the digest then differs from the one given here.
 */
export async function writeImage(layoutDir: string, content: string): Promise<ImageLayout> {
  const { config, layer, manifest } = await writeManifest(layoutDir, content, 'amd64')
  return { config, layer, ...(await finishLayout(layoutDir, manifest)) }
}

/** Writes an OCI layout with one index of two images, for amd64 and arm64. Push it with `all: true`. */
export async function writeImageIndex(layoutDir: string, content: string): Promise<ImageIndexLayout> {
  const manifests: PlatformDescriptor[] = []
  for (const architecture of ['amd64', 'arm64']) {
    const { manifest } = await writeManifest(layoutDir, `${content} for ${architecture}`, architecture)
    manifests.push({ ...manifest, platform: { architecture, os: 'linux' } })
  }
  const index = { schemaVersion: 2, mediaType: imageIndexType, manifests }
  const descriptor = await writeBlob(layoutDir, imageIndexType, JSON.stringify(index))
  return { manifests, ...(await finishLayout(layoutDir, descriptor)) }
}

/** Writes an OCI layout with one Helm chart, as `helm push` writes it. */
export async function writeChart(layoutDir: string, name: string): Promise<ImageLayout> {
  const about = { apiVersion: 'v2', name, version: '0.2.1', type: 'application' }
  const archive = tar({ [`${name}/Chart.yaml`]: JSON.stringify(about) })
  const layerType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip'
  const layer = await writeBlob(layoutDir, layerType, gzipSync(archive))
  const configType = 'application/vnd.cncf.helm.config.v1+json'
  const config = await writeBlob(layoutDir, configType, JSON.stringify(about))
  const body = { schemaVersion: 2, mediaType: imageManifestType, config, layers: [layer] }
  const manifest = await writeBlob(layoutDir, imageManifestType, JSON.stringify(body))
  return { config, layer, ...(await finishLayout(layoutDir, manifest)) }
}

async function writeManifest(layoutDir: string, content: string, architecture: string) {
  const archive = tar({ 'content.txt': content })
  const layer = await writeBlob(layoutDir, 'application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(archive))
  const config = await writeBlob(
    layoutDir,
    'application/vnd.oci.image.config.v1+json',
    JSON.stringify({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: [sha256(archive)] } }),
  )
  const body = { schemaVersion: 2, mediaType: imageManifestType, config, layers: [layer] }
  const manifest = await writeBlob(layoutDir, imageManifestType, JSON.stringify(body))
  return { config, layer, manifest }
}

async function finishLayout(layoutDir: string, descriptor: Descriptor): Promise<Layout> {
  const named = { ...descriptor, annotations: { 'org.opencontainers.image.ref.name': 'latest' } }
  await writeFile(join(layoutDir, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  await writeFile(join(layoutDir, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [named] }))
  return { ...descriptor, layoutDir, source: `oci:${layoutDir}:latest` }
}

async function writeBlob(
  layoutDir: string,
  mediaType: string,
  content: string | Buffer,
): Promise<Descriptor> {
  const bytes = Buffer.from(content)
  const digest = sha256(bytes)
  const folder = join(layoutDir, 'blobs', 'sha256')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, digest.slice('sha256:'.length)), bytes)
  return { mediaType, digest, size: bytes.length }
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
