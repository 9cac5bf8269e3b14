import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { payloadInput } from '../../test/support/payload-input.ts'
import { registryEvent } from '../../test/support/registry-event.ts'
import type { Artifact } from '../domain/event.ts'
import type { EventType } from '../domain/event-type.ts'
import { proposalFormat } from './proposal.ts'

const golden = (name: string): string =>
  readFileSync(new URL(`../../test/golden/proposal-${name}.json`, import.meta.url), 'utf8')

const digest = 'sha256:457f4aa83fc9a6663ab9d1b0a6e2dce25a12a943ed5bf2c1747c58d48bbb4917'

function body(type: EventType, artifact: Partial<Artifact> = {}, operator = 'admin'): string {
  const event = registryEvent({
    ...{ type, operator, repository: 'namespace/repoTest', registryHost: 'repo.harbor.com' },
    occurredAtMs: 1_560_862_556_789,
    artifact: { digest, tag: 'latest', ...artifact },
  })
  const repositoryCreatedAtMs = 1_548_645_673_000
  return proposalFormat.render(payloadInput({ event, isPublic: true, repositoryCreatedAtMs })).body
}

test.for([
  ['PUSH_ARTIFACT', 'push'],
  ['PULL_ARTIFACT', 'pull'],
  ['DELETE_ARTIFACT', 'delete'],
] as const)('%s is written as the proposal writes a %s', ([type, name]) => {
  expect(body(type)).toBe(golden(name))
})

test('without a tag the tag is empty, not the digest', () => {
  const [resource] = JSON.parse(body('PUSH_ARTIFACT', { tag: null })).event_data
  expect(resource).toEqual({
    digest,
    tag: '',
    resource_url: `repo.harbor.com/namespace/repoTest@${digest}`,
  })
})

test('without a digest the digest is empty', () => {
  const { type, event_data } = JSON.parse(body('DELETE_TAG', { digest: null }))
  expect(type).toBe('deleteTag')
  expect(event_data).toEqual([
    { digest: '', tag: 'latest', resource_url: 'repo.harbor.com/namespace/repoTest:latest' },
  ])
})

test('strange characters are escaped as Go escapes them', () => {
  const written = body('PUSH_ARTIFACT', {}, 'a<b>&c')
  expect(written).toContain(String.raw`"operator":"a\u003cb\u003e\u0026c"`)
})

test('it is sent as JSON under the name Proposal', () => {
  expect(proposalFormat.name).toBe('Proposal')
  expect(proposalFormat.render(payloadInput()).contentType).toBe('application/json')
})
