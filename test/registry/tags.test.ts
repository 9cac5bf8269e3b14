import { describe, expect, test } from 'vitest'
import { storedEvents } from '../support/app/stored-events.ts'
import { storedTags } from '../support/app/stored-tags.ts'
import { creds, hasRegistry, sharedRegistrySetup } from '../support/registry/registry-setup.ts'
import { skopeo } from '../support/registry/skopeo.ts'
import { manifestRequests } from '../support/registry/manifest-requests.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitUntil } from '../support/wait-until.ts'

const TYPES = ['PUSH_ARTIFACT', 'DELETE_ARTIFACT', 'CREATE_TAG', 'DELETE_TAG']

describe.skipIf(!hasRegistry)('with a real registry and skopeo', () => {
  const setup = sharedRegistrySetup({ includeReferences: true })

  const detailsOf = (repository: string) => storedEvents(setup().app, `e.repository = '${repository}'`)

  test('a new tag, a moved tag and a tag beside it are tags that were made; the same tag again is none', async () => {
    await using tags = await setup().subscribe('tags', { eventTypes: ['CREATE_TAG'] })
    const [one, two] = [await setup().image('one'), await setup().image('two')]
    const name = (tag: string) => `docker://${setup().host}/tags/app:${tag}`
    await tags.webhooksOf(3, async () => {
      await skopeo.copy(one.source, name('v1'), { creds })
      await skopeo.copy(one.source, name('v1'), { creds })
      await skopeo.copy(two.source, name('v1'), { creds })
      await skopeo.copy(two.source, name('latest'), { creds })
    })
    const made = detailsOf('tags/app').filter(({ type }) => type === 'CREATE_TAG')
    expect(
      made.map(({ artifacts: [artifact], detail }) => [
        artifact!.tag,
        artifact!.digest,
        artifact!.tags,
        detail.previousDigest,
      ]),
    ).toEqual([
      ['v1', one.digest, ['v1'], undefined],
      ['v1', two.digest, ['v1'], one.digest],
      ['latest', two.digest, ['latest', 'v1'], undefined],
    ])
  })

  test('a deleted manifest names each tag that went with it, and each tag its digest', async () => {
    await using gone = await setup().subscribe('gone', { eventTypes: TYPES })
    const image = await setup().image('gone')
    const name = `docker://${setup().host}/gone/app`
    await gone.webhooksOf(7, async () => {
      await skopeo.copy(image.source, `${name}:v1`, { creds })
      await skopeo.copy(image.source, `${name}:v2`, { creds })
      await skopeo.delete(`${name}:v1`, { creds })
    })
    const told = detailsOf('gone/app').filter(({ type }) => type.startsWith('DELETE'))
    expect(told.map(({ type, artifacts }) => [type, artifacts.map(({ tag }) => tag)])).toEqual([
      // Harbor names only the tag that was pushed last, so it is the first.
      ['DELETE_ARTIFACT', ['v2', 'v1']],
      ['DELETE_TAG', ['v1']],
      ['DELETE_TAG', ['v2']],
    ])
    for (const { artifacts } of told) expect(artifacts[0]).toMatchObject({ digest: image.digest, tags: [] })
    expect(storedTags(setup().app).filter((tag) => tag.repository === 'gone/app')).toEqual([])
  })

  test('nobody who did not subscribe to tags gets an event for them', async () => {
    const image = await setup().image('plain')
    await setup().webhooksOf(1, () =>
      skopeo.copy(image.source, `docker://${setup().host}/shop/plain:v1`, { creds }),
    )
    expect(detailsOf('shop/plain').map(({ type }) => type)).toEqual(['PUSH_ARTIFACT'])
  })

  test('a deleted blob is no deleted manifest', async () => {
    const image = await setup().image('blob')
    await setup().webhooksOf(1, () =>
      skopeo.copy(image.source, `docker://${setup().host}/shop/blob:v1`, { creds }),
    )
    const authorization = `Basic ${Buffer.from(`${creds.user}:${creds.password}`).toString('base64')}`
    const url = `http://${setup().host}/v2/shop/blob/blobs/${image.layer.digest}`
    expect((await fetch(url, { method: 'DELETE', headers: { authorization } })).status).toBe(202)
    await setup().webhooksOf(3, () => skopeo.delete(`docker://${setup().host}/shop/blob:v1`, { creds }))
    expect(detailsOf('shop/blob').map(({ type }) => type)).toEqual([
      'PUSH_ARTIFACT',
      'PULL_ARTIFACT',
      'DELETE_ARTIFACT',
      'DELETE_TAG',
    ])
  })

  test('nor is a blob that was uploaded or mounted, and is deleted before a manifest refers to it', async () => {
    const by = (repository: string) =>
      manifestRequests({ host: setup().host, userAgent: 'ci', creds }, repository)
    const { digest } = await by('shop/unused').blob('unused', '')
    await by('shop/mounted').send('POST', `blobs/uploads/?mount=${digest}&from=shop/unused`)
    for (const repository of ['shop/unused', 'shop/mounted'])
      await by(repository).send('DELETE', `blobs/${digest}`)
    const image = await by('shop/mounted').image('after them')
    await setup().webhooksOf(1, () => by('shop/mounted').push(image, 'v1'))
    expect(detailsOf('shop/unused')).toEqual([])
    expect(detailsOf('shop/mounted').map(({ type }) => type)).toEqual(['PUSH_ARTIFACT'])
  })

  test('a copy reads the manifest twice and is one pull, with an index and all its images', async () => {
    await using folder = await temporaryFolder('pulled')
    const index = await setup().index('pulled')
    const name = `docker://${setup().host}/shop/pulled:v1`
    await setup().webhooksOf(1, () => skopeo.copy(index.source, name, { creds, all: true }))
    await setup().webhooksOf(1, () => skopeo.copy(name, `oci:${folder.path}:latest`, { creds, all: true }))
    await waitUntil(
      () => setup().app.log.some(({ msg }) => String(msg).startsWith('merged repeated pulls')),
      {
        what: 'the log tells that pulls were merged',
      },
    )
    const pulls = detailsOf('shop/pulled').filter(({ type }) => type === 'PULL_ARTIFACT')
    expect(pulls.map(({ artifacts }) => artifacts[0]!.digest)).toEqual([index.digest])
  })
})
