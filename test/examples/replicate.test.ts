import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sourceToken } from '../support/app/bellbuoy-process.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { writeImage, writeImageIndex } from '../support/registry/image.ts'
import { hasRegistry } from '../support/registry/registry-setup.ts'
import { startRegistry } from '../support/registry/registry.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'
import { startListening } from './listening.ts'
import { trustRegistries } from './registries.ts'

test.skipIf(!hasRegistry)(
  'replicate: an image and an index that are pushed arrive in the other registry with their digests',
  async () => {
    await using folder = await temporaryFolder('replicate')
    await using app = await startTestApp()
    const notificationsUrl = `${app.url}/service/notifications`
    await using registry = await startRegistry({ notificationsUrl, token: sourceToken })
    await using mirror = await startRegistry()
    trustRegistries(folder.path, [registry, mirror])
    await using listener = await startListening({
      example: 'replicate',
      app,
      project: 'team',
      dataFolder: folder.path,
      env: { MIRROR: `${mirror.host}/copies` },
    })
    const image = await writeImage(join(folder.path, 'image'), 'an image')
    const index = await writeImageIndex(join(folder.path, 'index'), 'an index')
    await skopeo.copy(image.source, `docker://${registry.host}/team/app:1.4.2`)
    await skopeo.copy(image.source, `docker://${registry.host}/team/app:1.5.0-dev`)
    await skopeo.copy(index.source, `docker://${registry.host}/team/tools/cli:1`, { all: true })

    const digestOf = (name: string) => async () => {
      const { Digest } = await skopeo.inspect(`docker://${mirror.host}/copies/${name}`)
      return Digest
    }
    const patience = { what: `the copy is there; ${listener.output()}`, timeoutMs: 40_000, intervalMs: 200 }
    expect(await waitUntil(digestOf('team/app:1.4.2'), patience)).toBe(image.digest)
    expect(await waitUntil(digestOf('team/tools/cli:1'), patience)).toBe(index.digest)
    const { RepoTags } = await skopeo.inspect(`docker://${mirror.host}/copies/team/app:1.4.2`)
    expect(RepoTags).toEqual(['1.4.2'])
  },
)
