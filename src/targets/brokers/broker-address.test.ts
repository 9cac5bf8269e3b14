import { expect, test } from 'vitest'
import { type AddressRules, readServers, serverText } from './broker-address.ts'

const AMQP: AddressRules = { plain: ['amqp', 5672], tls: ['amqps', 5671], pathMeans: 'VHOST' }
const NATS: AddressRules = { plain: ['nats', 4222], tls: ['tls', 4222], pathMeans: null }

const normal = (address: string, rules: AddressRules): unknown => {
  const servers = readServers(address, rules)
  return 'fault' in servers ? servers : servers.map((server) => serverText(server, rules))
}

test.each([
  ['amqp://mq.test', ['amqp://mq.test:5672']],
  ['amqps://MQ.test:99/hooks', ['amqps://mq.test:99/hooks']],
  ['amqps://mq.test/a%2fb%20c', ['amqps://mq.test:5671/a%2Fb%20c']],
  ['amqp://[::1]/', ['amqp://[::1]:5672']],
  [' amqp://a.test/h , amqp://b.test/h ', ['amqp://a.test:5672/h', 'amqp://b.test:5672/h']],
])('%s is read', (address, texts) => {
  expect(normal(address, AMQP)).toEqual(texts)
})

test.each([
  ['', 'the address is amqp://HOST:5672/VHOST, or amqps://… for TLS'],
  ['mq.test', 'the address is amqp://HOST:5672/VHOST, or amqps://… for TLS'],
  ['http://mq.test', 'the address is amqp://HOST:5672/VHOST, or amqps://… for TLS'],
  ['amqp://', 'the address is amqp://HOST:5672/VHOST, or amqps://… for TLS'],
  ['amqp://mq.test:70000', 'the address is amqp://HOST:5672/VHOST, or amqps://… for TLS'],
  [
    'amqp://u:p@mq.test',
    'the address holds a user or password: give them as the options username and password',
  ],
  ['amqp://mq.test?a=1', 'the address ends with a query or fragment'],
  ['amqp://mq.test/%zz', 'the path of the address cannot be decoded: /%zz'],
  ['amqp://a.test,amqps://b.test', 'the servers of an address have one scheme and one path'],
  ['amqp://a.test/x,amqp://b.test/y', 'the servers of an address have one scheme and one path'],
  [Array(9).fill('amqp://a.test').join(','), 'a target has 8 servers at the most'],
])('the fault of %s is: %s', (address, fault) => {
  expect(normal(address, AMQP)).toEqual({ fault })
})

test('a broker that has nothing behind the slash refuses it', () => {
  expect(normal('nats://a.test/x', NATS)).toEqual({
    fault: 'the address has a path; the address is nats://HOST:4222, or tls://… for TLS',
  })
})
