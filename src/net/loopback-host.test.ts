import { expect, test } from 'vitest'
import { isLoopbackHost } from './loopback-host.ts'

test('a host of the loopback interface is one that only this machine can reach', () => {
  const hosts = ['localhost', '::1', '127.0.0.1', '127.8.8.8', '0.0.0.0', '::', '10.0.0.1', '127.acme.test']
  expect(hosts.filter(isLoopbackHost)).toEqual(['localhost', '::1', '127.0.0.1', '127.8.8.8'])
})
