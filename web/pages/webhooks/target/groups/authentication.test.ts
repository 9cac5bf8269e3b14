import { expect, test } from 'vitest'
import { emptyTargetForm } from '../../policy-form.ts'
import { loginOf, loginsFor, withLogin } from './authentication.ts'

const stored = { bearer: { token: '' } }

test('a target has one way to log in', () => {
  const basic = withLogin({ ...emptyTargetForm(), options: { timeout_seconds: 5, ...stored } }, 'basic')
  expect(loginOf(basic)).toBe('basic')
  expect(basic.options).toEqual({ timeout_seconds: 5, basic: {} })
  const header = withLogin(basic, 'header')
  expect(loginOf(header)).toBe('header')
  expect(header.options).toEqual({ timeout_seconds: 5 })
})

test('who goes back to the stored way has the stored secret again', () => {
  const target = { ...emptyTargetForm(), options: stored, storedOptions: stored }
  expect(withLogin(withLogin(target, 'none'), 'bearer').options).toEqual(stored)
})

test('a kind offers the ways that it has', () => {
  const schema = { properties: { basic: {} } }
  expect(loginsFor(emptyTargetForm(), schema)).toEqual(['none', 'basic', 'header', 'secret'])
  expect(loginsFor({ ...emptyTargetForm(), hasStoredSecret: true }, schema).slice(0, 2)).toEqual([
    'stored',
    'none',
  ])
})
