import { setTimeout as delay } from 'node:timers/promises'
import { skopeo } from '../../support/registry/skopeo.ts'
import { writeImage, writeImageIndex } from '../../support/registry/image.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { type Scene, type Story, randomName } from './scene.ts'
import { pushed } from './stories.ts'

/** Longer than Bellbuoy waits for a tag, and than one pull may take. */
const LONG_MS = 12_500
/** Parts of an index come so slowly where their layers are large. */
const PART_MS = 6000

/** What takes its time: the story itself waits, since time is what it is about. */
export const SLOW_STORIES = {
  async 'a second pull by the same client'(scene: Scene) {
    const [, , repository] = await pushed(scene)
    const client = scene.client('docker')(repository)
    await client.pull('v1')
    await delay(LONG_MS)
    await client.pull('v1')
  },

  async 'a push by digest that stands for itself when its tag comes'(scene: Scene) {
    const client = scene.client('kaniko')(scene.repository())
    const image = await client.image(randomName())
    await client.push(image)
    await delay(LONG_MS)
    await client.pull(image.digest)
    await client.push(image, 'v1')
  },

  async 'an index whose parts are pushed slowly'(scene: Scene) {
    const buildx = scene.client('buildkit')(scene.repository())
    const parts = [await buildx.image(randomName()), await buildx.image(randomName())]
    for (const part of parts) {
      await buildx.push(part)
      await delay(PART_MS)
    }
    await buildx.push(buildx.index(parts), 'v1')
  },

  async 'skopeo itself'(scene: Scene) {
    await using folder = await temporaryFolder('images')
    const [one, multi, copy] = [scene.repository(), scene.repository(), scene.repository()]
    const image = await writeImage(`${folder.path}/image`, randomName())
    const index = await writeImageIndex(`${folder.path}/index`, randomName())
    const at = (repository: string) => `docker://${scene.host}/${repository}:v1`
    const note = (repository: string, reference: string, digest: string, body: object = {}) =>
      scene.note(repository, reference, { digest, mediaType: '', body: JSON.stringify(body) })

    await skopeo.copy(image.source, at(one))
    note(one, 'v1', image.digest)
    for (const [from, to] of [
      [index.source, multi],
      [at(multi), copy],
    ] as const) {
      await skopeo.copy(from, at(to), { all: true })
      for (const { digest } of index.manifests) note(to, digest, digest)
      note(to, 'v1', index.digest, { manifests: index.manifests })
    }
    await skopeo.inspect(at(one))
    await skopeo.delete(at(one))
  },
} satisfies Readonly<Record<string, Story>>
