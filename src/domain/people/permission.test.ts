import { expect, test } from 'vitest'
import { type Grant, type Permission, isGranted, may } from './permission.ts'

const SHOP = { name: 'shop', isPublic: false, roles: ['projectAdmin'] } as const
const limited = (...limits: readonly Grant[]) => ({ kind: 'user', isSystemAdmin: true, limits }) as const
const inShop = (...permissions: readonly string[]): Grant => ({
  kind: 'project',
  namespace: 'shop',
  permissions,
})

test.for<[string, Permission, boolean]>([
  ['*:*', 'member:delete', true],
  ['*:read', 'quota:read', true],
  ['*:read', 'quota:update', false],
  ['member:*', 'member:delete', true],
  ['member:*', 'robot:delete', false],
  ['member:list', 'member:list', true],
])('limits of %s include %s: %s', ([pattern, permission, is]) => {
  expect(isGranted([inShop(pattern)], permission, SHOP)).toBe(is)
})

test('limits take from what a user may, and give nothing', () => {
  const read = limited(inShop('*:read'))
  expect(may(read, 'quota:read', SHOP)).toBe(true)
  expect(may(read, 'project:delete', SHOP)).toBe(false)
  expect(may(read, 'quota:read', { ...SHOP, name: 'other' })).toBe(false)
  expect(may(read, 'user:read', null)).toBe(false)
  const guest = { ...limited(inShop('*:*')), isSystemAdmin: false }
  expect(may(guest, 'project:delete', { ...SHOP, roles: ['guest'] })).toBe(false)
  expect(may(guest, 'member:list', { ...SHOP, roles: ['guest'] })).toBe(true)
})

test('a public project is outside of limits that do not name it', () => {
  const open = { name: 'open', isPublic: true, roles: [] }
  const limits = [inShop('*:*')]
  expect(may({ kind: 'user', isSystemAdmin: false, limits: null }, 'project:read', open)).toBe(true)
  expect(may({ kind: 'user', isSystemAdmin: false, limits }, 'project:read', open)).toBe(false)
})

test('what is denied once is out, also by a pattern', () => {
  const all = inShop('*:*')
  const denied: Grant = { ...inShop('*:delete'), effects: { '*:delete': 'deny' } }
  expect(isGranted([all, denied], 'member:delete', SHOP)).toBe(false)
  expect(isGranted([all, denied], 'member:update', SHOP)).toBe(true)
})
