import type { PushedManifest } from '../../support/registry/manifest-requests.ts'
import { type Client, type Scene, type Story, randomName } from './scene.ts'

const CHART = 'application/vnd.cncf.helm.config.v1+json'

/** What users do, request by request as their programs do it. */
export const STORIES = {
  async 'a push, and more tags for it'(scene: Scene) {
    const [ci] = await pushed(scene)
    const image = await ci.image(randomName())
    for (const tag of ['v1', 'v1.0', 'latest', 'v1']) await ci.push(image, tag)
  },

  async 'a tag that moves'(scene: Scene) {
    const [ci, , repository] = await pushed(scene)
    await ci.push(await ci.image(randomName()), 'v1')
    await scene.client('docker')(repository).pull('v1')
  },

  async 'pulls by several clients, each with several requests'(scene: Scene) {
    const [, { digest }, repository] = await pushed(scene)
    for (const program of ['skopeo', 'docker', 'containerd']) {
      const client = scene.client(program)(repository)
      await client.pull('v1', 'HEAD')
      for (const reference of ['v1', 'v1', digest, digest]) await client.pull(reference)
    }
    const byDigest = scene.client('kubelet')(repository)
    for (let n = 0; n < 2; n++) await byDigest.pull(digest)
  },

  async 'a copy as skopeo makes it, with mounted blobs'(scene: Scene) {
    const [, image, from] = await pushed(scene)
    const [skopeo, to] = [scene.client('skopeo'), scene.repository()]
    for (let n = 0; n < 2; n++) await skopeo(from).pull('v1')
    await mount(skopeo(to), image, from)
    await skopeo(to).push(image, 'v1')
  },

  async 'a copy as oras makes it: digest first, then the tag'(scene: Scene) {
    const [, image, from] = await pushed(scene)
    const [oras, to] = [scene.client('oras'), scene.repository()]
    await oras(from).pull('v1')
    await mount(oras(to), image, from)
    await oras(to).push(image)
    await oras(to).pull(image.digest, 'HEAD')
    await oras(to).push(image, 'v1')
  },

  async 'an index with its parts, and a copy of it'(scene: Scene) {
    const [from, to] = [scene.repository(), scene.repository()]
    const buildx = scene.client('buildkit')(from)
    const parts = [await buildx.image(randomName()), await buildx.image(randomName())]
    const index = buildx.index(parts)
    for (const part of parts) await buildx.push(part)
    await buildx.push(index, 'v1')
    const docker = scene.client('docker')(from)
    for (const reference of ['v1', parts[0]!.digest]) await docker.pull(reference)
    const crane = scene.client('crane')
    for (const reference of ['v1', ...parts.map(({ digest }) => digest)]) await crane(from).pull(reference)
    for (const part of parts) {
      await mount(crane(to), part, from)
      await crane(to).push(part)
    }
    await crane(to).push(index)
    await crane(to).push(index, 'v1')
  },

  async 'helm push and helm pull'(scene: Scene) {
    const repository = scene.repository()
    const helm = scene.client('Helm')(repository)
    const chart = await helm.image(randomName(), CHART)
    await helm.push(chart)
    await helm.pull(chart.digest)
    await helm.push(chart, '1.2.3')
    await helm.pull('1.2.3', 'HEAD')
    await helm.pull(chart.digest)
    await scene.client('flux')(repository).pull('1.2.3')
  },

  async 'a push by digest alone'(scene: Scene) {
    const repository = scene.repository()
    const client = scene.client('kaniko')(repository)
    const image = await client.image(randomName())
    await client.push(image)
    await client.pull(image.digest)
    await scene.client('docker')(repository).pull(image.digest)
  },

  async 'a signature and an attachment'(scene: Scene) {
    const [, { digest }, repository] = await pushed(scene)
    const cosign = scene.client('cosign')(repository)
    await cosign.pull('v1')
    await cosign.push(await cosign.image(randomName()), `${digest.replace(':', '-')}.sig`)
    const oras = scene.client('oras')(repository)
    const attached = await oras.image(randomName(), 'application/vnd.example.sbom')
    await oras.push(attached)
    await oras.push(oras.index([attached]), digest.replace(':', '-'))
    const verify = scene.client('cosign')(repository)
    await verify.pull(`${digest.replace(':', '-')}.sig`)
    await verify.pull(attached.digest)
  },

  async 'deletions of manifests, charts and blobs'(scene: Scene) {
    const [ci, image, repository] = await pushed(scene)
    await ci.push(image, 'v2')
    const chart = await ci.image(randomName(), CHART)
    await ci.push(chart, '0.1.0')
    const kept = await ci.image(randomName())
    await ci.push(kept, 'kept')
    const cleaner = scene.client('cleaner')(repository)
    for (const { digest } of [image, chart]) await cleaner.send('DELETE', `manifests/${digest}`)
    for (const { digest } of blobsOf(kept)) await cleaner.send('DELETE', `blobs/${digest}`)
    const unused = await ci.blob(randomName(), '')
    await cleaner.send('DELETE', `blobs/${unused.digest}`)
    await ci.push(await ci.image(randomName()), 'v1')
  },

  async 'what makes no event: blobs, mounts, looks, ignored programs'(scene: Scene) {
    const [, image, from] = await pushed(scene)
    const looking = scene.client('trivy')
    await mount(looking(scene.repository()), image, from)
    await looking(from).blob(randomName(), '')
    for (const reference of ['v1', image.digest]) await looking(from).pull(reference, 'HEAD')
    for (const { digest } of blobsOf(image)) await looking(from).send('GET', `blobs/${digest}`)
    await looking(from).send('GET', 'tags/list')
    await scene.client('Bellbuoy')(from).pull('v1')
    await looking(from).send('POST', 'blobs/uploads/')
  },
} satisfies Readonly<Record<string, Story>>

/** An image under the tag `v1`, in a repository of its own. */
export async function pushed(
  scene: Scene,
): Promise<readonly [ci: Client, image: PushedManifest, repository: string]> {
  const repository = scene.repository()
  const ci = scene.client('ci')(repository)
  const image = await ci.image(randomName())
  await ci.push(image, 'v1')
  return [ci, image, repository]
}

function blobsOf({ body }: PushedManifest): readonly { digest: string }[] {
  const { config, layers } = JSON.parse(body) as { config: { digest: string }; layers: { digest: string }[] }
  return [config, ...layers]
}

async function mount(client: Client, image: PushedManifest, from: string): Promise<void> {
  for (const { digest } of blobsOf(image)) {
    await client.send('POST', `blobs/uploads/?mount=${digest}&from=${from}`)
  }
}
