import { expect, test } from 'vitest'
import { type DeviceLogin, deviceStateOf, freeName, userCodeIn } from './device-login.ts'

const LOGIN: DeviceLogin = {
  id: 1,
  userCode: 'BCDF-GHJK',
  client: 'laptop',
  address: '192.0.2.1',
  createdAtMs: 0,
  expiresAtMs: 600_000,
  decision: null,
  askedAtMs: null,
  intervalS: 5,
}
const approved = { isApproved: true, userId: 1, durationDays: 30, limits: null } as const

test.for<[string, Partial<DeviceLogin>, number, object]>([
  ['the first question is answered with patience', {}, 0, { state: 'authorization_pending', intervalS: 5 }],
  ['so is one in time', { askedAtMs: 1000 }, 6000, { state: 'authorization_pending', intervalS: 5 }],
  [
    'one that comes too soon slows the next one down',
    { askedAtMs: 1000 },
    2000,
    { state: 'slow_down', intervalS: 10 },
  ],
  ['but not without end', { askedAtMs: 1000, intervalS: 60 }, 2000, { state: 'slow_down', intervalS: 60 }],
  [
    'an approval counts at once',
    { askedAtMs: 1000, decision: approved },
    1001,
    { state: 'approved', intervalS: 5 },
  ],
  ['so does a refusal', { decision: { isApproved: false } }, 0, { state: 'access_denied', intervalS: 5 }],
  ['an approval expires too', { decision: approved }, 600_000, { state: 'expired_token', intervalS: 5 }],
])('%s', ([, part, nowMs, wanted]) => {
  expect(deviceStateOf({ ...LOGIN, ...part }, nowMs)).toEqual(wanted)
})

test.for<[string, string | null]>([
  ['BCDF-GHJK', 'BCDF-GHJK'],
  [' bcdf ghjk ', 'BCDF-GHJK'],
  ['bcdfghjk', 'BCDF-GHJK'],
  ['BCDF-GHJ', null],
  ['BCDF-GHJA', null],
  ['BCDF-GHJKL', null],
  ['BCDF_GHJK', null],
  ['', null],
])('%j is the code %j', ([typed, code]) => {
  expect(userCodeIn(typed)).toBe(code)
})

test('a name that is taken gets a number', () => {
  expect(freeName('laptop', new Set())).toBe('laptop')
  expect(freeName('laptop', new Set(['laptop', 'laptop (2)']))).toBe('laptop (3)')
})
