import { expect, test } from 'vitest'
import { basicCredentials, bearerToken } from './credentials.ts'

const encoded = (text: string): string => Buffer.from(text).toString('base64')

test.for([
  [`Basic ${encoded('admin:pass')}`, 'admin', 'pass'],
  [`basic  ${encoded('admin:pass')}`, 'admin', 'pass'],
  [`Basic ${encoded('admin:pass:with:colons')}`, 'admin', 'pass:with:colons'],
  [`Basic ${encoded(':pass')}`, '', 'pass'],
  [`Basic ${encoded('admin:')}`, 'admin', ''],
  [`Basic ${encoded('käpt’n:påss')}`, 'käpt’n', 'påss'],
] as const)('%s holds the name %j and the password %j', ([header, name, password]) => {
  expect(basicCredentials(header)).toEqual({ name, password })
})

test.for([
  undefined,
  '',
  'Basic',
  'Basic ',
  `Basic ${encoded('no colon')}`,
  `Bearer ${encoded('admin:pass')}`,
  `Basic ${encoded('admin:pass')} and more`,
  `xBasic ${encoded('admin:pass')}`,
])('%j holds no name and password', (header) => {
  expect(basicCredentials(header)).toBeNull()
})

test.for([
  ['Bearer abc.DEF-1', 'abc.DEF-1'],
  ['bearer   abc', 'abc'],
] as const)('%j holds the token %j', ([header, token]) => {
  expect(bearerToken(header)).toBe(token)
})

test.for([undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'abc', 'Bearer a b', 'xBearer abc'])(
  '%j holds no token',
  (header) => {
    expect(bearerToken(header)).toBeNull()
  },
)
