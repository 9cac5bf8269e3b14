import { expect, test } from 'vitest'
import { identityOf, isAdminByGroup } from './oidc.ts'

const CLAIMS = { iss: 'https://id.example.com/realms/team', sub: '4711' }
const SETTINGS = { userClaim: 'preferred_username', groupsClaim: 'groups' }

test('a person is known by issuer and subject, and named by the user claim', () => {
  const more = { preferred_username: 'anna', email: 'anna@setup.test', name: 'Anna', groups: ['crew'] }
  expect(identityOf({ ...CLAIMS, ...more }, SETTINGS)).toEqual({
    subject: 'https://id.example.com/realms/team 4711',
    name: 'anna',
    email: 'anna@setup.test',
    realname: 'Anna',
    groups: ['crew'],
  })
})

test.for([
  ['Anna  Anker', 'Anna_Anker'],
  ['anna@setup.test', 'anna@setup.test'],
  ['robot$anna', null],
  ['an:na', null],
  ['', null],
  [7, null],
  [undefined, null],
] as const)('a user claim %j makes the name %j', ([claim, name]) => {
  expect(identityOf({ ...CLAIMS, preferred_username: claim }, SETTINGS).name).toBe(name)
})

test.for([
  [undefined, []],
  ['crew', ['crew']],
  [
    ['crew', '', 7, null, 'crew', '/pilots'],
    ['crew', '/pilots'],
  ],
  [{ crew: true }, []],
] as const)('a groups claim %j means the groups %j', ([claim, groups]) => {
  expect(identityOf({ ...CLAIMS, groups: claim }, SETTINGS).groups).toEqual(groups)
})

test('only members of the admin group are system admins by it, and nobody is when there is none', () => {
  expect(isAdminByGroup({ groups: ['crew', 'masters'] }, 'masters')).toBe(true)
  expect(isAdminByGroup({ groups: ['crew'] }, 'masters')).toBe(false)
  expect(isAdminByGroup({ groups: [] }, null)).toBe(false)
})
