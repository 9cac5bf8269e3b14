import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Artifact } from '../domain/event.ts'
import type { EventType } from '../domain/event-type.ts'
import type { PayloadInput } from '../domain/payload-format.ts'
import { proposalFormat } from './proposal.ts'

const golden = (name: string): string =>
  readFileSync(new URL(`../../test/golden/proposal-${name}.json`, import.meta.url), 'utf8')

const digest = 'sha256:457f4aa83fc9a6663ab9d1b0a6e2dce25a12a943ed5bf2c1747c58d48bbb4917'

function input(type: EventType, artifact: Partial<Artifact> = {}, operator = 'admin'): PayloadInput {
  return {
    event: {
      type,
      operator,
      id: '019cb000-0000-7000-8000-000000000000',
      sourceId: 1,
      sourceEventId: 'one',
      occurredAtMs: 1_560_862_556_789,
      acceptedAtMs: 1,
      repository: 'namespace/repoTest',
      artifact: { digest, tag: 'latest', mediaType: null, sizeBytes: null, ...artifact },
      registryHost: 'repo.harbor.com',
    },
    project: { name: 'namespace', isPublic: true },
    repositoryCreatedAtMs: 1_548_645_673_000,
  }
}

test.for([
  ['PUSH_ARTIFACT', 'push'],
  ['PULL_ARTIFACT', 'pull'],
  ['DELETE_ARTIFACT', 'delete'],
] as const)('%s is written as the proposal writes a %s', ([type, name]) => {
  expect(proposalFormat.render(input(type))).toBe(golden(name))
})

test('without a tag the tag is empty, not the digest', () => {
  const [resource] = JSON.parse(proposalFormat.render(input('PUSH_ARTIFACT', { tag: null }))).event_data
  expect(resource).toEqual({
    digest,
    tag: '',
    resource_url: `repo.harbor.com/namespace/repoTest@${digest}`,
  })
})

test('without a digest the digest is empty', () => {
  const { type, event_data } = JSON.parse(proposalFormat.render(input('DELETE_TAG', { digest: null })))
  expect(type).toBe('deleteTag')
  expect(event_data).toEqual([
    { digest: '', tag: 'latest', resource_url: 'repo.harbor.com/namespace/repoTest:latest' },
  ])
})

test('strange characters are escaped as Go escapes them', () => {
  const body = proposalFormat.render(input('PUSH_ARTIFACT', {}, 'a<b>&c'))
  expect(body).toContain(String.raw`"operator":"a\u003cb\u003e\u0026c"`)
})

test('it is sent as JSON under the name Proposal', () => {
  expect(proposalFormat).toMatchObject({ name: 'Proposal', contentType: 'application/json' })
})
