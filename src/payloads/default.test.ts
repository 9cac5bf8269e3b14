import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { payloadInput } from '../../test/support/payload-input.ts'
import { registryEvent } from '../../test/support/registry-event.ts'
import type { Artifact } from '../domain/event.ts'
import type { EventType } from '../domain/event-type.ts'
import { defaultFormat } from './default.ts'

const golden = (name: string): string =>
  readFileSync(new URL(`../../test/golden/default-${name}.json`, import.meta.url), 'utf8')

const digest = `sha256:${'a1'.repeat(32)}`

interface Facts {
  readonly type: EventType
  readonly occurredAtMs: number
  readonly operator: string
  readonly artifact: Pick<Artifact, 'digest' | 'tag'>
  readonly repository?: string
  readonly isPublic?: boolean
}

function body({ isPublic = false, ...facts }: Facts): string {
  const event = registryEvent(facts)
  return defaultFormat.render(payloadInput({ event, isPublic, repositoryCreatedAtMs: 1_771_200_000_999 }))
    .body
}

const push = {
  type: 'PUSH_ARTIFACT',
  occurredAtMs: 1_772_359_203_999,
  operator: 'robot$shop+ci',
  artifact: { digest, tag: '1.4.2' },
} as const

test('a push by tag is written as Harbor 2 writes it', () => {
  expect(body(push)).toBe(golden('push'))
})

test('a pull by digest is written as Harbor 2 writes it: the digest stands for the tag', () => {
  const pull = { ...push, type: 'PULL_ARTIFACT', occurredAtMs: 1_772_359_263_000, operator: 'alice' } as const
  expect(body({ ...pull, artifact: { digest, tag: null } })).toBe(golden('pull-by-digest'))
})

test('a delete is written as Harbor 2 writes it', () => {
  const artifact = { digest: `sha256:${'b2'.repeat(32)}`, tag: '1.3.0' }
  const facts = { type: 'DELETE_ARTIFACT', occurredAtMs: 1_772_359_323_000, operator: 'alice' } as const
  expect(body({ ...facts, artifact })).toBe(golden('delete'))
})

test('a public project, a deeper repository and strange characters are written as Go writes them', () => {
  const operator = 'a<b>&"c"\\d\u2028e\u2029é'
  const facts = { ...push, operator, repository: 'shop/front/web', isPublic: true }
  expect(body(facts)).toBe(golden('push-escapes'))
})

test('a deleted tag has no digest, and none is made up', () => {
  const written = body({ ...push, type: 'DELETE_TAG', artifact: { digest: null, tag: 'v1' } })
  expect(JSON.parse(written)).toMatchObject({ type: 'DELETE_TAG' })
  expect(written).toContain('"resources":[{"tag":"v1","resource_url":"registry.acme.test/shop/web:v1"}]')
})

test('it is sent as JSON under the name Default', () => {
  expect(defaultFormat.name).toBe('Default')
  expect(defaultFormat.render(payloadInput()).contentType).toBe('application/json')
})
