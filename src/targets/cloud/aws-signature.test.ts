import { expect, test } from 'vitest'
import { awsHeaders } from './aws-signature.ts'

/** AWS's own test suite for signatures (docs.aws.amazon.com/general/latest/gr/signature-v4-test-suite.html): those of its requests that are a POST without a query. */
const CREDENTIALS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}
const SCOPE = { region: 'us-east-1', service: 'service' }
const NOW = Date.parse('2015-08-30T12:36:00Z')
const TOKEN =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=='

test.for([
  ['post-vanilla', {}, '', {}, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'post-x-www-form-urlencoded',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'Param1=value1',
    {},
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
  [
    'post-header-key-sort',
    { 'my-header1': 'value1' },
    '',
    {},
    'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  ],
  [
    'post-sts-header-before',
    {},
    '',
    { sessionToken: TOKEN },
    '85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead',
  ],
] as const)('signs as the test suite of AWS says: %s', ([, headers, body, more, signature]) => {
  const request = { host: 'example.amazonaws.com', path: '/', headers, body }
  const signed = awsHeaders(request, { ...CREDENTIALS, ...more }, SCOPE, NOW)
  const names = ['host', 'x-amz-date', ...Object.keys(headers)].toSorted()
  if ('sessionToken' in more) names.push('x-amz-security-token')
  expect(signed.secretHeaders['authorization']).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  )
  expect(signed.headers['x-amz-date']).toBe('20150830T123600Z')
  expect(JSON.stringify(signed.headers)).not.toContain(TOKEN)
})
