import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { identityOf } from './identity.ts'

const body = Buffer.from('{}')

test('a webhook is known by its id, and a redelivery by its number', () => {
  expect(identityOf({ headers: { 'webhook-id': 'e_1' }, body })).toEqual({
    kind: 'id',
    id: 'e_1',
    redelivery: 0,
  })
  const headers = { 'webhook-id': 'e_1', 'x-bellbuoy-redelivery': '2' }
  expect(identityOf({ headers, body })).toEqual({ kind: 'id', id: 'e_1', redelivery: 2 })
})

test('what is no number of a redelivery counts as none', () => {
  for (const number of ['', '0', '-1', '1.5', '1e3', 'x', '9'.repeat(30)]) {
    const headers = { 'webhook-id': 'e_1', 'x-bellbuoy-redelivery': number }
    expect(identityOf({ headers, body }), number).toMatchObject({ redelivery: 0 })
  }
})

test('without an id the content counts', () => {
  const sha256 = createHash('sha256').update(body).digest('hex')
  for (const headers of [{}, { 'webhook-id': ' ' }, { 'x-bellbuoy-redelivery': '1' }])
    expect(identityOf({ headers, body })).toEqual({ kind: 'content', sha256 })
})
