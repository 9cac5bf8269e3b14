import { expect, test } from 'vitest'
import { DatabaseSync } from 'node:sqlite'
import { startTestApp } from '../support/app/start-test-app.ts'

const SIZES = { small: 10, large: 200_000 } as const
const ROUNDS = 60
const PUSHES = 10

type Size = keyof typeof SIZES

function fill(file: string): void {
  using database = new DatabaseSync(file)
  for (const [name, count] of Object.entries(SIZES))
    database.exec(`
      insert into tag (source_id, repository, name, digest, moved_at)
      with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
      select 1, 'shop/${name}', 'v' || i, 'sha256:' || i, 1 from n`)
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

test('facts of a push take no longer to read from a repository of 200,000 tags than from one of ten', async () => {
  await using app = await startTestApp()
  fill(app.databaseFile)
  const { registry } = app.store
  const read = async (size: Size, round: number): Promise<number> => {
    const key = { sourceId: 1, repository: `shop/${size}` }
    const numbers = Array.from({ length: PUSHES }, (_, index) => `new-${round}-${index}`)
    const startedAtMs = performance.now()
    const names = numbers.map((name) => ({ ...key, name }))
    const digests = [...numbers, '5'].map((name) => ({ ...key, digest: `sha256:${name}` }))
    const found = await registry.tagsAbout({ names, digests })
    const tookMs = performance.now() - startedAtMs
    expect(found.map(({ tag }) => tag.name)).toContain('v5')
    return tookMs
  }
  const times = { small: [] as number[], large: [] as number[] }
  for (let round = 0; round < ROUNDS; round++)
    for (const size of ['small', 'large'] as const) times[size].push(await read(size, round))
  expect(median(times.large) / median(times.small)).toBeLessThan(2)
})
