import { type FastifyInstance, fastify } from 'fastify'
import { TEXT_FORMAT, deliveryMetrics, type MetricsParts } from './handlers/system/metrics.ts'
import { type HealthParts, health } from './handlers/system/health.ts'

export type WorkerServerParts = HealthParts & MetricsParts

/** What a process that only delivers says of itself, to anyone who can reach its port: how it is, and what it counts. */
export function createWorkerServer(parts: WorkerServerParts): FastifyInstance {
  const server = fastify()
  server.get('/health', async (_request, reply) => {
    const answer = await health(parts)
    return reply.code(answer.status === 'healthy' ? 200 : 503).send(answer)
  })
  server.get('/metrics', (_request, reply) =>
    reply.type(TEXT_FORMAT).send(deliveryMetrics(parts.deliveryCounts())),
  )
  return server
}
