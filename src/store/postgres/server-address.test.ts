import { expect, test } from 'vitest'
import { serverAddress } from './server-address.ts'

test('a URL names server, user and database', () => {
  expect(serverAddress('postgres://bell:p%40ss@db.example:6432/buoy')).toMatchObject({
    host: 'db.example',
    port: 6432,
    user: 'bell',
    password: 'p@ss',
    database: 'buoy',
  })
})

test('what a URL leaves out is as usual', () => {
  const { host, port, user, database } = serverAddress('postgresql:///')
  expect({ host, port, user, database }).toEqual({
    host: 'localhost',
    port: 5432,
    user: 'bellbuoy',
    database: 'bellbuoy',
  })
})

test.for(['postgres://db.example/b', 'postgres://10.0.0.7/b', 'postgres://db.example/b?sslmode=require'])(
  '%s: the connection is encrypted, and the certificate is checked',
  (url) => {
    expect(serverAddress(url).ssl).toEqual({ rejectUnauthorized: true })
  },
)

test.for([
  'postgres://localhost/b',
  'postgres://127.0.0.1/b',
  'postgres://[::1]/b',
  'postgres://localhost/b?host=%2Frun%2Fpostgresql',
  'postgres://db.example/b?sslmode=disable',
])('%s: the connection is plain', (url) => {
  expect(serverAddress(url).ssl).toBe(false)
})

test('this machine is asked for encryption where the URL says so', () => {
  expect(serverAddress('postgres://localhost/b?sslmode=verify-full').ssl).toEqual({
    rejectUnauthorized: true,
  })
})

test('a URL can name several servers, of which one is the primary', () => {
  const address = serverAddress(
    'postgres://bell@a.example,b.example:6432/buoy?target_session_attrs=read-write',
  )
  expect(address).toMatchObject({ host: 'a.example', port: 5432, user: 'bell', database: 'buoy' })
  expect(address.others).toEqual([{ host: 'b.example', port: 6432, ssl: { rejectUnauthorized: true } }])
  expect(serverAddress('postgres:///b?host=/run/a,/run/b').others).toMatchObject([
    { host: '/run/b', ssl: false },
  ])
})

test('a server that is only read is of no use', () => {
  expect(() => serverAddress('postgres://a,b/b?target_session_attrs=standby')).toThrow('needs the primary')
})
