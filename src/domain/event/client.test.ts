import { expect, test } from 'vitest'
import { clientOf } from './client.ts'

const helm = '10.0.0.7 Helm/3.16.2'

test('with an account, the account and the program are the client, since its address may change between two requests', () => {
  expect(clientOf({ operator: 'ci', client: helm })).toBe(
    clientOf({ operator: 'ci', client: '10.0.0.8 Helm/3.16.2' }),
  )
  expect(clientOf({ operator: 'ci', client: helm })).not.toBe(clientOf({ operator: 'eve', client: helm }))
  expect(clientOf({ operator: 'ci', client: helm })).not.toBe(
    clientOf({ operator: 'ci', client: '10.0.0.7 skopeo/1.9.3' }),
  )
})

test('without an account the address has to agree too, since an empty one identifies nobody', () => {
  const anonymous = clientOf({ operator: '', client: helm })
  expect(clientOf({ operator: '', client: helm })).toBe(anonymous)
  expect(clientOf({ operator: '', client: '10.0.0.8 Helm/3.16.2' })).not.toBe(anonymous)
  expect(clientOf({ operator: '', client: '10.0.0.7 skopeo/1.9.3' })).not.toBe(anonymous)
})

test('a client of which nothing was reported is unknown', () => {
  expect(clientOf({ operator: 'ci' })).toBeNull()
  expect(clientOf({ operator: '', client: ' ' })).toBeNull()
})
