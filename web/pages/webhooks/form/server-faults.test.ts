import { describe, expect, test } from 'vitest'
import { ApiFailure } from '../../../api/client/client.ts'
import { english } from '../../../text/english.ts'
import { emptyPolicyForm, emptyTargetForm } from '../policy-form.ts'
import { serverFault } from './server-faults.ts'

const form = {
  ...emptyPolicyForm(),
  targets: [
    { ...emptyTargetForm(), address: 'https://ci.test/hook' },
    { ...emptyTargetForm(), address: 'ftp://other.test', options: { basic: { username: 'a:b' } } },
  ],
}
const faultOf = (message: string, code = 'BAD_REQUEST', status = 400) =>
  serverFault(new ApiFailure(status, message, { code }), form, english)

describe('a fault that the server found', () => {
  test('in a pattern is shown at its field in words', () => {
    expect(
      faultOf('filter.tags.exclude[1]: the glob "v[0-3" has a "[" that is not closed (position 1)'),
    ).toEqual({ path: 'filter.tags.exclude', says: '“v[0-3” lacks a closing ].' })
    expect(faultOf('filter.tags.include[0]: the glob "\\"{" is of a new kind (position 0)')?.says).toBe(
      '“"{” is of a new kind.',
    )
    expect(faultOf('filter.min_severity: "Bad" is none of Low, High')?.path).toBe('filter.min_severity')
  })

  test('in an option is shown at the target that has the option', () => {
    expect(faultOf('basic.username holds a colon, which HTTP Basic cannot carry')).toEqual({
      path: 'targets.1.options.basic.username',
      says: 'Holds a colon, which HTTP Basic cannot carry.',
    })
    expect(faultOf('options of a target of type http: basic.username must be string')?.path).toBe(
      'targets.1.options.basic.username',
    )
  })

  test('in an address is shown at that address', () => {
    expect(faultOf('invalid scheme: ftp')?.path).toBe('targets.1.address')
    expect(faultOf('no host in URL: https://ci.test/hook')?.path).toBe('targets.0.address')
  })

  test('in the name is shown there', () => {
    expect(faultOf('notification policy named x already exists', 'CONFLICT', 409)?.path).toBe('name')
  })

  test('in no field of the form is shown at none', () => {
    expect(faultOf('something else')).toBeNull()
    expect(faultOf('filter.tags.exclude[1]: broken', 'UNKNOWN', 500)).toBeNull()
    expect(serverFault(new Error('no answer'), form, english)).toBeNull()
  })
})
