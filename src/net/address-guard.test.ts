import { expect, test } from 'vitest'
import { httpUrlOf } from '../domain/http-address.ts'
import { createAddressGuard } from './address-guard.ts'

const guard = createAddressGuard({ allow: [], deny: [], allowLoopback: false })

test.for([
  ['169.254.169.254', 'link-local'],
  ['169.254.0.1', 'link-local'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local'],
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['::', 'unspecified'],
  ['224.0.0.1', 'a multicast address'],
  ['ff02::1', 'a multicast address'],
  ['240.0.0.1', 'reserved'],
  ['192.0.2.1', 'reserved'],
  ['2001:db8::1', 'reserved'],
  ['255.255.255.255', 'a broadcast address'],
  ['fec0::1', 'a deprecated site-local address'],
  ['100::1', 'in the discard-only range'],
  ['127.0.0.1', 'a loopback address'],
  ['127.255.0.1', 'a loopback address'],
  ['::1', 'a loopback address'],
  ['fd00:ec2::254', 'a cloud metadata address'],
  ['100.100.100.200', 'a cloud metadata address'],
  ['168.63.129.16', 'a cloud metadata address'],
] as const)('%s is refused, being %s', ([ip, why]) => {
  expect(guard.refusal(ip)).toBe(`${ip} is ${why}; the setting TARGET_ALLOW can allow it`)
})

test.for([
  '8.8.8.8',
  '10.0.0.7',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '2606:4700::1111',
  'fd12:3456::1',
])('%s, public or private, is allowed', (ip) => {
  expect(guard.refusal(ip)).toBeNull()
})

test.for([
  ['mapped', '::ffff:169.254.169.254'],
  ['mapped, in hexadecimal', '::ffff:a9fe:a9fe'],
  ['translated by NAT64', '64:ff9b::a9fe:a9fe'],
  ['translated by SIIT', '::ffff:0:a9fe:a9fe'],
  ['tunnelled by 6to4', '2002:a9fe:a9fe::1'],
  ['compatible', '::169.254.169.254'],
] as const)('an IPv4 address inside an IPv6 one (%s) is judged as what it is', ([, ip]) => {
  expect(guard.refusal(ip)).toContain('link-local')
})

test.for(['::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '::127.0.0.1'])(
  'loopback hides in no IPv6 address: %s',
  (ip) => {
    expect(guard.refusal(ip)).toContain('a loopback address')
  },
)

test.for(['::ffff:8.8.8.8', '64:ff9b::808:808', '2002:808:808::1', '::ffff:10.0.0.7'])(
  'what holds a good IPv4 address is good: %s',
  (ip) => {
    expect(guard.refusal(ip)).toBeNull()
  },
)

test.for([
  'http://2852039166/latest/meta-data',
  'http://0xa9fea9fe/',
  'http://0xA9.0xFE.0xA9.0xFE/',
  'http://0251.0376.0251.0376/',
  'http://169.254.43518/',
  'http://169.16689662/',
  'http://169.254.169.254./',
  'http://１６９.254.169.254/',
])('no spelling of the metadata address gets past: %s', (address) => {
  expect(guard.refusal(httpUrlOf(address).hostname)).toContain('link-local')
})

test('loopback is allowed when it is said to be', () => {
  const local = createAddressGuard({ allow: [], deny: [], allowLoopback: true })
  for (const ip of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1']) expect(local.refusal(ip)).toBeNull()
  expect(local.refusal('169.254.169.254')).not.toBeNull()
})

test('an allowed network is allowed whatever it is', () => {
  const allowing = createAddressGuard({
    allow: ['169.254.169.0/24', '::1'],
    deny: [],
    allowLoopback: false,
  })
  expect(allowing.refusal('169.254.169.254')).toBeNull()
  expect(allowing.refusal('::ffff:169.254.169.254')).toBeNull()
  expect(allowing.refusal('::1')).toBeNull()
  expect(allowing.refusal('169.254.170.1')).not.toBeNull()
  expect(allowing.refusal('127.0.0.1')).not.toBeNull()
})

test('a denied network is refused although it would be good, and although it is allowed', () => {
  const denying = createAddressGuard({
    allow: ['10.0.0.0/8'],
    deny: ['10.1.0.0/16', '8.8.8.8', 'fd00::/8'],
    allowLoopback: true,
  })
  for (const ip of ['10.1.2.3', '8.8.8.8', 'fd12::1', '::ffff:10.1.2.3'])
    expect(denying.refusal(ip)).toBe(`${ip} is refused by the setting TARGET_DENY`)
  for (const ip of ['10.2.0.1', '8.8.8.9', '127.0.0.1']) expect(denying.refusal(ip)).toBeNull()
})

test.for(['', 'localhost', '10.0.0.0/8', '1.2.3.4.5', '[::1]'])('%j is no address to allow', (text) => {
  const allowing = createAddressGuard({ allow: ['0.0.0.0/0', '::/0'], deny: [], allowLoopback: true })
  expect(allowing.refusal(text)).toBe(`${text} is not an IP address`)
})

test('a network that is none is named', () => {
  expect(() => createAddressGuard({ allow: [], deny: ['10.0.0.0/33'], allowLoopback: false })).toThrow(
    '10.0.0.0/33 is not a network',
  )
})
