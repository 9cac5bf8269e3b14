import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'

const SIZES = { small: 10, large: 200_000 } as const
const ROUNDS = 100

function fill(file: string): void {
  using database = new DatabaseSync(file)
  for (const [name, count] of Object.entries(SIZES))
    database.exec(`
      insert into repository (path, created_at, sequence) values ('shop/${name}', 0, 0);
      insert into manifest (repository_id, source_id, digest, pushed_at)
      with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
      select (select id from repository where path = 'shop/${name}'), 1, unhex(printf('01%064x', i)), 0 from n;
      insert into tag (repository_id, source_id, name, manifest_id, moved_at)
      select m.repository_id, 1, 'v' || row_number() over (order by m.id), m.id, 1 from manifest m
      where m.repository_id = (select id from repository where path = 'shop/${name}')`)
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

test('pushes of new tags to a repository of 200,000 tags take no longer than to one of ten', async () => {
  await using app = await startTestApp({ needsFile: true })
  fill(app.databaseFile)
  const times = { small: [] as number[], large: [] as number[] }
  for (let round = 0; round < ROUNDS; round++)
    for (const size of ['small', 'large'] as const) {
      const startedAtMs = performance.now()
      await push(app, { repository: `shop/${size}`, tag: `new-${round}` })
      times[size].push(performance.now() - startedAtMs)
    }
  expect(median(times.large) / median(times.small)).toBeLessThan(2)
})
