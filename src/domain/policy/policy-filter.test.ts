import { expect, test } from 'vitest'
import { type RegistryEventFacts, registryEvent } from '../../../test/support/events/registry-event.ts'
import { scanOf } from '../../../test/support/events/scan.ts'
import { NO_FILTER, type PolicyFilter, filterVerdict } from './policy-filter.ts'

const verdict = (filter: Partial<PolicyFilter>, facts: RegistryEventFacts = {}) =>
  filterVerdict({ ...NO_FILTER, ...filter }, registryEvent(facts))

const including = (...include: string[]) => ({ include, exclude: [] })
const excluding = (...exclude: string[]) => ({ include: [], exclude })

test('no filter lets everything in but children and accessories', () => {
  expect(verdict({})).toBeNull()
  expect(verdict({}, { repository: '', artifacts: [] })).toBeNull()
  expect(verdict({}, { role: 'child' })).toBe('child of an index not wanted')
  expect(verdict({}, { role: 'accessory' })).toBe('accessory not wanted')
  expect(verdict({ children: true }, { role: 'child' })).toBeNull()
  expect(verdict({ accessories: true }, { role: 'accessory' })).toBeNull()
  expect(verdict({ accessories: true }, { role: 'child' })).toBe('child of an index not wanted')
})

test('a repository is matched by its path or by its name in the project', () => {
  const facts = { repository: 'shop/front/web' }
  for (const glob of ['shop/**', 'front/*', '**/web', 'shop/front/web'])
    expect(verdict({ repositories: including(glob) }, facts), glob).toBeNull()
  for (const glob of ['web', 'shop/*', 'front'])
    expect(verdict({ repositories: including(glob) }, facts), glob).toBe('repository not matched')
})

test('a pull by digest counts as one of the only tag that is known; a push, or one of several tags, as untagged', () => {
  const filter = { tags: including('v*') }
  const digest = `sha256:${'a1'.repeat(32)}`
  expect(verdict(filter, { type: 'PULL_ARTIFACT', artifact: { digest, tags: ['v1'] } })).toBeNull()
  expect(verdict(filter, { type: 'PULL_ARTIFACT', artifact: { digest, tags: ['v1', 'v2'] } })).toBe(
    'tag not matched',
  )
  expect(verdict(filter, { type: 'PUSH_ARTIFACT', artifact: { digest, tags: ['v1'] } })).toBe(
    'tag not matched',
  )
})

test('what is excluded is out, included or not', () => {
  const repositories = { include: ['**'], exclude: ['front/*'] }
  expect(verdict({ repositories }, { repository: 'shop/front/web' })).toBe('repository not matched')
  expect(verdict({ repositories }, { repository: 'shop/back/db' })).toBeNull()
})

test('an event about several tags is wanted when one of them is', () => {
  const artifacts = [{ tag: 'v1' }, { tag: 'latest' }]
  expect(verdict({ tags: including('v*') }, { artifacts })).toBeNull()
  expect(verdict({ tags: excluding('v*') }, { artifacts })).toBeNull()
  expect(verdict({ tags: including('x*') }, { artifacts })).toBe('tag not matched')
})

test('an event without a tag is no event of a wanted tag, unless every tag is wanted', () => {
  const untagged = { artifact: { tag: null } }
  expect(verdict({ tags: including('v*') }, untagged)).toBe('tag not matched')
  expect(verdict({ tags: including('**') }, untagged)).toBeNull()
  expect(verdict({ tags: excluding('v*') }, untagged)).toBeNull()
})

test('media and artifact types are matched by globs; what is not known matches none but **', () => {
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  expect(verdict({ mediaTypes: ['application/*docker*'] }, { artifact: { mediaType } })).toBe(
    'media type not matched',
  )
  expect(verdict({ mediaTypes: ['application/vnd.oci.**'] }, { artifact: { mediaType } })).toBeNull()
  expect(verdict({ artifactTypes: ['**/*helm*'] })).toBe('artifact type not matched')
  expect(
    verdict({ artifactTypes: ['**/*helm*'] }, { artifact: { artifactType: 'application/x.helm.config' } }),
  ).toBeNull()
})

test('actors are distinguished by their kind and their name', () => {
  const facts = { operator: 'robot$ci', actorKind: 'robot' } as const
  expect(verdict({ actorKinds: ['user'] }, facts)).toBe('actor not matched')
  expect(verdict({ actorKinds: ['user', 'robot'] }, facts)).toBeNull()
  expect(verdict({ operators: excluding('robot$*') }, facts)).toBe('operator not matched')
  expect(verdict({ operators: including('robot$*') }, facts)).toBeNull()
})

test('a scan is as severe as its worst report, and what is no scan has no severity to be too low', () => {
  const scan = (...severities: string[]) => ({ detail: { scan: scanOf(...severities) } })
  expect(verdict({ minSeverity: 'High' }, scan('Low', 'Critical'))).toBeNull()
  expect(verdict({ minSeverity: 'High' }, scan('High'))).toBeNull()
  expect(verdict({ minSeverity: 'High' }, scan('Medium'))).toBe('severity too low')
  expect(verdict({ minSeverity: 'High' }, scan(''))).toBe('severity too low')
  expect(verdict({ minSeverity: 'High' })).toBeNull()
})
