import { expect, test } from 'vitest'
import { EVERY_CALL } from '../../src/contract/every-call.ts'
import { isAudited } from '../../src/http/audited-resource.ts'
import { auditLog as chinese } from '../../web/text/audit-log/chinese.ts'
import { auditLog as english } from '../../web/text/audit-log/english.ts'

/** What the server records without a call of the route table, or beside one. */
const RECORDED_ELSEWHERE = [
  'Login',
  'Logout',
  'OidcOnboard',
  'DisableFailingPolicy',
  'ResetPassword',
  'ClaimDeviceLogin',
]

test.each([
  ['English', english],
  ['Chinese', chinese],
])('%s has words for every operation that the audit log can hold', (_, { operations }) => {
  // Notifications of sources are no calls of a user.
  const calls = EVERY_CALL.filter((call) => isAudited(call) && call.needs !== 'source-token')
  const recorded = [...calls.map(({ operation }) => operation), ...RECORDED_ELSEWHERE]
  expect(recorded.filter((operation) => !Object.hasOwn(operations, operation))).toEqual([])
})
