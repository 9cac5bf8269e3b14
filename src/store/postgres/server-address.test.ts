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
