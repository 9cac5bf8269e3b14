import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Schema } from '../../src/store/schema.ts'
import { withOldTables } from '../support/old-database.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { openOldStore } from './open-old-store.ts'

const digestOf = (name: string) => `sha256:${name.repeat(64)}`
const [image, index, gone] = [digestOf('1'), digestOf('2'), digestOf('3')]
const odd = 'sha384:Not-Hex'
const sha512 = `sha512:${'4'.repeat(128)}`
const config = {
  digest: digestOf('c'),
  mediaType: 'application/vnd.oci.image.config.v1+json',
  sizeBytes: 7,
  platform: null,
}
const layer = { digest: odd, mediaType: '#own', sizeBytes: 90, platform: null }
const child = {
  digest: image,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  sizeBytes: 344,
  platform: 'linux/arm64',
}
const APP = 'team/app'
const key = { sourceId: 1, repository: APP }

async function fill(db: Kysely<Schema>): Promise<void> {
  for (const statement of [
    sql`insert into source (name, kind, token, created_at) values ('old', 'distribution', '', 1)`,
    sql`insert into project (name, is_public, created_at, updated_at) values ('team', 0, 1, 1)`,
    sql`insert into repository (path, project_id, created_at, sequence) values (${APP}, 1, 5, 9)`,
    sql`insert into tag (source_id, repository, name, digest, moved_at, moved_by, deleted_at) values
      (1, ${APP}, 'v1', ${image}, 10, 'a', null), (1, ${APP}, 'v2', ${image}, 11, 'b', null),
      (1, ${APP}, 'bare', ${sha512}, 12, null, null), (1, ${APP}, 'odd', ${odd}, 13, 'a', null),
      (1, ${APP}, 'old', ${gone}, 14, 'a', 99), (1, ${APP}, ${gone}, '', 14, 'a', 99),
      (2, ${APP}, 'v1', ${index}, 15, 'a', null), (1, 'lost/app', 'v1', ${image}, 16, null, null)`,
    sql`insert into manifest (source_id, repository, digest, project_id, media_type, artifact_type, subject, size,
        platforms_json, references_json, is_complete, pushed_at, pushed_by) values
      (1, ${APP}, ${image}, 1, ${child.mediaType}, ${config.mediaType}, null, 344, '[]',
        ${JSON.stringify([config, layer])}, 0, 10, 'a'),
      (1, ${APP}, ${index}, 1, 'application/vnd.oci.image.index.v1+json', null, ${odd}, 500, '["linux/arm64"]',
        ${JSON.stringify([child])}, 1, 11, null),
      (1, ${APP}, ${odd}, 1, '#1', '', null, null, '[]', '[]', 1, 0, null)`,
    sql`insert into manifest_child (source_id, repository, child, parent) values (1, ${APP}, ${image}, ${index})`,
    sql`insert into quota (project_id, limit_bytes, used_bytes, told, created_at, updated_at) values (1, 9000, 941, 0, 1, 1)`,
    sql`insert into blob (project_id, digest, size, uses) values (1, ${config.digest}, 7, 1)`,
  ])
    await statement.execute(db)
}

test('what an older version knew of tags and manifests reads back as it was', async () => {
  await using folder = await temporaryFolder('compact-keys')
  const path = join(folder.path, 'old.db')
  await withOldTables(path, '0022-lasting-failures', fill)
  await using store = await openOldStore(path)
  const { registry } = store

  const names = ['v1', 'v2', 'bare', 'odd', 'old', gone].map((name) => ({ ...key, name }))
  const others = [
    { ...key, sourceId: 2, name: 'v1' },
    { sourceId: 1, repository: 'lost/app', name: 'v1' },
  ]
  const tags = await registry.tagsAbout({ names: [...names, ...others], digests: [] })
  expect(
    tags.map(({ sourceId, repository, tag: { name, digest, moved, deletedAtMs } }) => [
      sourceId,
      repository,
      name,
      digest,
      moved.atMs,
      moved.instance,
      deletedAtMs,
    ]),
  ).toEqual([
    [1, APP, 'v1', image, 10, 'a', null],
    [1, APP, 'v2', image, 11, 'b', null],
    [1, APP, 'bare', sha512, 12, null, null],
    [1, APP, 'odd', odd, 13, 'a', null],
    [1, APP, 'old', gone, 14, 'a', 99],
    [1, APP, gone, '', 14, 'a', 99],
    [2, APP, 'v1', index, 15, 'a', null],
    [1, 'lost/app', 'v1', image, 16, null, null],
  ])
  const pointing = await registry.tagsAbout({
    names: [],
    digests: [
      { ...key, digest: image },
      { ...key, digest: sha512 },
    ],
  })
  expect(pointing.map(({ tag }) => tag.name)).toEqual(['v1', 'v2', 'bare'])

  const stored = {
    digest: image,
    mediaType: child.mediaType,
    artifactType: config.mediaType,
    subject: null,
    sizeBytes: 344,
    platforms: [],
    references: [config, layer],
    isComplete: false,
  }
  expect(await registry.manifest(key, image)).toEqual(stored)
  expect(await registry.parentsOf(key, image)).toEqual([
    {
      digest: index,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      artifactType: null,
      subject: odd,
      sizeBytes: 500,
      platforms: ['linux/arm64'],
      references: [child],
      isComplete: true,
    },
  ])
  expect(await registry.manifest(key, odd)).toMatchObject({
    digest: odd,
    mediaType: '#1',
    artifactType: '',
    sizeBytes: null,
  })
  expect(await registry.manifest(key, sha512)).toBeNull()
  expect(await registry.lastPush(key, image)).toEqual({ atMs: 10, instance: 'a' })
  expect(await registry.isBlob(key, odd)).toBe(true)
  expect(await registry.isBlob(key, image)).toBe(false)
  expect(await store.repository(APP)).toEqual({ createdAtMs: 5, lastSequence: 9 })
  expect(await store.repository('lost/app')).toBeNull()
  expect((await store.quotas.byProject(1))?.usedBytes).toBe(941)
})

test('usage is counted from manifests as before: each blob once, of indexes only themselves', async () => {
  await using folder = await temporaryFolder('compact-keys')
  const path = join(folder.path, 'old.db')
  await withOldTables(path, '0022-lasting-failures', fill)
  await using store = await openOldStore(path)
  await store.quotas.setLimit(1, null)
  expect((await store.quotas.byProject(1))?.usedBytes).toBe(344 + 500 + 7 + 90)
  await store.quotas.setLimit(1, 5000)
  expect((await store.quotas.byProject(1))?.usedBytes).toBe(344 + 500 + 7 + 90)
})
