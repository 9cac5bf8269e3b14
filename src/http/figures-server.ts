import type { SecureContextOptions } from 'node:tls'
import { type FastifyInstance, fastify } from 'fastify'
import { type MetricsParts, TEXT_FORMAT, showsMetricsToken } from './handlers/system/metrics.ts'
import { type HealthParts, health } from './handlers/system/health.ts'
import { openServer } from './open-server.ts'

export interface FiguresServerParts extends HealthParts, MetricsParts {
  /** What it shows to clients; null: it speaks HTTP. */
  readonly certificate: SecureContextOptions | null
}

/** What a process says of itself beside the API: how it is, to anyone, and what it counts, to those who know the token. */
export function createFiguresServer(parts: FiguresServerParts): FastifyInstance {
  const server = fastify({ serverFactory: (answer) => openServer(parts.certificate, {}, answer) })
  server.get('/health', async (_request, reply) => {
    const answer = await health(parts)
    return reply.code(answer.status === 'healthy' ? 200 : 503).send(answer)
  })
  server.get('/metrics', async ({ headers }, reply) => {
    const { text, token } = parts.metrics
    if (!showsMetricsToken(headers.authorization, token)) {
      const hint = token === null ? 'set METRICS_TOKEN, and send it' : 'send METRICS_TOKEN'
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .send(`${hint} as "Authorization: Bearer TOKEN"\n`)
    }
    return reply.type(TEXT_FORMAT).send(await text())
  })
  return server
}
