import { expect, test } from 'vitest'
import { readBearerChallenge } from './bearer-challenge.ts'

test('a challenge names where to get a token and for what', () => {
  const header =
    'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull"'
  expect(readBearerChallenge(header)).toEqual({
    realm: new URL('https://auth.example.com/token'),
    service: 'registry',
    scope: 'repository:a/b:pull',
  })
  expect(readBearerChallenge('bearer Realm = "http://auth/"')).toMatchObject({ service: null, scope: null })
})

test.for([
  '',
  'Basic realm="registry"',
  'Bearer',
  'Bearer realm="/token"',
  'Bearer realm="file:///etc/passwd"',
])('the challenge %j gives no token', (header) => {
  expect(readBearerChallenge(header)).toBeNull()
})
