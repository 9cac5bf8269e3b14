import { expect, test } from 'vitest'
import { changesBetween } from './audited-changes.ts'

test('each field that changed has its value before and after', () => {
  const before = { name: 'ci', enabled: true, event_types: ['A', 'B'], description: '', update_time: '1' }
  const after = { name: 'ci', enabled: false, event_types: ['A'], description: 'new', update_time: '2' }
  expect(changesBetween(before, after, after)).toEqual([
    { field: 'enabled', from: 'true', to: 'false' },
    { field: 'event_types', from: 'A, B', to: 'A' },
    { field: 'description', to: 'new' },
  ])
})

test('what stands in lists and groups is named by its place', () => {
  const target = { type: 'http', address: 'https://a.test/hook', skip_cert_verify: true }
  const other = { ...target, address: 'https://b.test/hook' }
  const before = { targets: [target], filter: { tags: { include: ['v*'] } } }
  const after = { targets: [other, target], filter: {} }
  expect(changesBetween(before, after, {})).toEqual([
    { field: 'targets.1.address', from: 'https://a.test', to: 'https://b.test' },
    { field: 'targets.2.type', to: 'http' },
    { field: 'targets.2.address', to: 'https://a.test' },
    { field: 'targets.2.skip_cert_verify', to: 'true' },
    { field: 'filter.tags.include', from: 'v*' },
  ])
})

test('no secret is shown, only that it was changed', () => {
  const before = { targets: [{ address: 'https://chat.test/T0/old', options: { headers: { 'x-key': '' } } }] }
  const after = {
    targets: [
      {
        address: 'https://chat.test/T0/s3cret',
        has_auth_header: true,
        options: { headers: { 'x-key': '' } },
      },
    ],
  }
  const sent = {
    password: 's3cret',
    targets: [{ auth_header: 'Bearer s3cret', options: { headers: { 'x-key': 's3cret' } } }],
  }
  const changes = changesBetween(before, after, sent)
  expect(JSON.stringify(changes)).not.toMatch(/s3cret|old/)
  expect(changes).toEqual([
    { field: 'targets.1.address' },
    { field: 'targets.1.has_auth_header', to: 'true' },
    { field: 'password' },
    { field: 'targets.1.auth_header' },
    { field: 'targets.1.options.headers.x-key' },
  ])
})

test('an auth_header that answers show is not shown either', () => {
  expect(changesBetween({ auth_header: 'old' }, { auth_header: 's3cret' }, {})).toEqual([
    { field: 'auth_header' },
  ])
})

test('long values and many changes are cut', () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, 'x'.repeat(1000)]))
  const changes = changesBetween({}, many, {})
  expect(changes).toHaveLength(30)
  expect(changes[0]!.to).toHaveLength(200)
})
