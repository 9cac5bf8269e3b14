import { expect, test } from 'vitest'
import { isRegistryHost, registryHostFault } from './registry-host.ts'

test.each([
  'registry.example.com',
  'registry.example.com:5000',
  'localhost:5000',
  '10.0.0.7',
  '[::1]:5000',
  'kind_registry',
])('%s can stand before a repository', (host) => {
  expect(isRegistryHost(host)).toBe(true)
  expect(registryHostFault({ registry_host: host })).toBeNull()
})

test.each([
  ['with a scheme', 'https://registry.example.com'],
  ['with a path', 'registry.example.com/shop'],
  ['with a user', 'alice@registry.example.com'],
  ['with a space', 'registry example.com'],
  ['with a port that is none', 'registry.example.com:70000'],
  ['with port 0', 'registry.example.com:0'],
  ['with an empty port', 'registry.example.com:'],
  ['of 256 characters', 'a'.repeat(256)],
  ['with a control character', 'registry.example.com\n'],
])('a host %s is refused', (_, host) => {
  expect(isRegistryHost(host)).toBe(false)
  expect(registryHostFault({ registry_host: host })).toBe(
    'registry_host must be a host, or host:port, without scheme and path',
  )
})

test('no host at all is no fault: sources that exist keep working', () => {
  expect(registryHostFault({})).toBeNull()
  expect(registryHostFault({ registry_host: '' })).toBeNull()
})
