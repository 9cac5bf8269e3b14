import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { originOf } from './caller-origin.ts'

async function originBy(headers: Record<string, string>, trustProxy: string[] | false = false) {
  const server = fastify({ trustProxy })
  server.get('/', async (request) => originOf(request))
  const answer = await server.inject({ url: '/', headers, remoteAddress: '127.0.0.1' })
  await server.close()
  return answer.json()
}

test('who comes by themselves is known by their address', async () => {
  expect(await originBy({})).toEqual({ address: '127.0.0.1', isRelayed: false })
})

test.for(['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])(
  'a proxy that is not declared is one by %s, and its address is all that is known',
  async (header) => {
    const relayed = { address: '127.0.0.1', isRelayed: true }
    expect(await originBy({ [header]: '203.0.113.9' })).toEqual(relayed)
    expect(await originBy({ [header]: '203.0.113.9' }, ['10.0.0.0/8'])).toEqual(relayed)
  },
)

test('a declared proxy says who calls', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9', via: '1.1 proxy' }
  expect(await originBy(headers, ['127.0.0.1'])).toEqual({ address: '203.0.113.9', isRelayed: false })
})

test('a declared proxy that names nobody is one for many', async () => {
  const relayed = { address: '127.0.0.1', isRelayed: true }
  expect(await originBy({ 'x-forwarded-for': 'nonsense' }, ['127.0.0.1'])).toEqual(relayed)
})
