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
  ['192.0.2.1', 'reserved for documentation'],
  ['198.51.100.7', 'reserved for documentation'],
  ['203.0.113.9', 'reserved for documentation'],
  ['198.18.0.1', 'reserved for benchmarks'],
  ['198.19.255.255', 'reserved for benchmarks'],
  ['192.0.0.1', 'reserved for protocols'],
  ['192.0.0.170', 'reserved for protocols'],
  ['192.88.99.1', 'a deprecated relay of 6to4'],
  ['2001:db8::1', 'reserved for documentation'],
  ['3fff:fff::1', 'reserved for documentation'],
  ['5f00::1', 'a segment identifier'],
  ['64:ff9b:1::808:808', 'for translation inside a network'],
  ['100:0:0:1::1', 'a dummy prefix'],
  ['2001:2::1', 'reserved for benchmarks'],
  ['2001:10::1', 'an ORCHID'],
  ['2001:20::1', 'an ORCHID'],
  ['2001:1ff::1', 'reserved for protocols'],
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
  '192.0.0.9',
  '192.0.0.10',
  '192.31.196.1',
  '172.31.255.255',
  '100.127.255.255',
  '198.20.0.1',
  '2001:1::1',
  '2001:3::1',
  '2001:4:112::1',
  '2001:200::1',
  '2620:4f:8000::1',
  'fc00::1',
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
  ['NAT64', '64:ff9b::7f00:1', '127.0.0.1', 'a loopback address'],
  ['6to4', '2002:c612:1::1', '198.18.0.1', 'reserved for benchmarks'],
  ['a server of Teredo', '2001:0:a9fe:a9fe:0:0:f7f7:f7f7', '169.254.169.254', 'link-local'],
  ['a client of Teredo', '2001:0:808:808:8000:63bf:5601:5601', '169.254.169.254', 'link-local'],
] as const)('%s: %s leads to %s', ([, ip, inside, why]) => {
  expect(guard.refusal(ip)).toBe(
    `${ip} leads to ${inside}, which is ${why}; the setting TARGET_ALLOW can allow it`,
  )
})

test('Teredo between good addresses is good', () => {
  expect(guard.refusal('2001:0:808:808:8000:63bf:f7f7:f7f7')).toBeNull()
})

test.for([
  ['48 bits', '64:ff9b:1:a9fe:a9:fe00::'],
  ['56 bits', '64:ff9b:1:aaa9:fe:a9fe::'],
  ['64 bits', '64:ff9b:1:aaaa:a9:fea9:fe00:0'],
  ['96 bits', '64:ff9b:1::a9fe:a9fe'],
] as const)(
  'translation inside a network that is allowed leads to no metadata, with a prefix of %s',
  ([, ip]) => {
    const translating = createAddressGuard({ allow: ['64:ff9b:1::/48'], deny: [], allowLoopback: false })
    expect(translating.refusal(ip)).toContain('leads to')
    expect(translating.refusal('64:ff9b:1::a00:7')).toBeNull()
  },
)

test('the settings hold for both addresses of one that leads to another', () => {
  const strict = createAddressGuard({ allow: [], deny: ['64:ff9b::/96', '8.8.8.0/24'], allowLoopback: false })
  expect(strict.refusal('64:ff9b::909:909')).toContain('TARGET_DENY')
  expect(strict.refusal('2002:808:808::1')).toContain('TARGET_DENY')
  const loose = createAddressGuard({ allow: ['64:ff9b:1::/48'], deny: [], allowLoopback: false })
  expect(loose.refusal('64:ff9b:1::7f00:1')).toContain('leads to 127.0.0.1')
})

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
