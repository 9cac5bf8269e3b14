import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { AdmittedBodies } from './body-admission.ts'
import { failureAnswer } from '../errors.ts'

test('a body that comes too slowly is refused for now, and its room is free again', async () => {
  const server = fastify()
  await using closing = new AsyncDisposableStack()
  closing.defer(() => server.close())
  const reported: unknown[] = []
  const admitted = new AdmittedBodies()
  server.setErrorHandler((error, request, reply) => {
    const { status, headers, body, message } = failureAnswer(error, request)
    admitted.refused(request, { status, message })
    void reply.code(status).headers(headers).send(body)
  })
  const released = Promise.withResolvers<undefined>()
  const body = {
    arrived: (bytes: number) => void reported.push(bytes),
    refused: ({ status, message }: { status: number; message: string }) =>
      void reported.push(status, message),
    release: () => released.resolve(undefined),
  }
  const admission = { admit: () => Promise.resolve(body), timeLimitMs: 50 }
  server.post(
    '/',
    admitted.hooksFor(admission, () => ''),
    () => 'taken',
  )
  await server.listen()
  const socket = connect((server.server.address() as AddressInfo).port)
  socket.write(
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99999\r\n\r\n[1,',
  )
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 1\r\n/)
  expect(reported).toEqual([3, 503, expect.stringContaining('the body was not complete after 0.05 s')])
  await released.promise
})
