import { expect, test } from 'vitest'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import { excludingGlob } from './excluding-glob.ts'
import { NO_FILTER } from './policy-filter.ts'

test('names the glob that keeps an event out, and none where no glob does', () => {
  const filter = { ...NO_FILTER, repositories: { include: ['team/*'], exclude: ['**/tmp', 'team/b*'] } }
  const of = (repository: string) =>
    excludingGlob(filter, registryEvent({ repository }), 'repository not matched')
  expect(of('team/build')).toBe('team/b*')
  expect(of('other/app')).toBeNull()
  expect(excludingGlob(filter, registryEvent({ repository: 'team/build' }), 'policy disabled')).toBeNull()
})
