import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { consoleHeaders } from './console-headers.ts'

/** What is for programs, or is a file: no page of the console has such a path. */
const NOT_PAGES = /^\/(?:api|service|c|metrics|assets)(?:\/|$)/
/** Stands in the built page where each answer gets a nonce of its own. */
const NONCE = /__CSP_NONCE__/g

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Bellbuoy</title>
<h1>Bellbuoy is running, but its console is not built</h1>
<p>Run <code>npm start</code> or <code>node scripts/setup.mjs</code> where the development tools may be installed, then start
again. The API is not affected: <a href="/api/v2.0/docs">read what it can do</a>.</p>
</html>
`

export interface Console {
  /** Answers a request for one of the console's pages; false when the path or what the caller accepts says otherwise. */
  readonly answerPage: (request: FastifyRequest, reply: FastifyReply) => boolean
}

/**
 * Serves the built console: its files under their own paths, and its one page under every path that nothing else has.
 *
 * @param folder where the build put it; without a build every page says so
 */
export function serveConsole(server: FastifyInstance, folder: string): Console {
  const file = join(folder, 'index.html')
  const page = existsSync(file) ? readFileSync(file, 'utf8') : null
  if (page !== null) serveFiles(server, folder)
  return {
    answerPage(request, reply) {
      if (!asksForPage(request)) return false
      const nonce = randomBytes(16).toString('base64')
      const headers = { ...consoleHeaders(nonce), 'cache-control': 'no-store' }
      void reply
        .code(page === null ? 503 : 200)
        .headers(headers)
        .type('text/html; charset=utf-8')
        .send(page === null ? NOT_BUILT : page.replace(NONCE, nonce))
      return true
    },
  }
}

function serveFiles(server: FastifyInstance, folder: string): void {
  void server.register(fastifyStatic, {
    root: folder,
    // A route for each file, and none for what does not exist.
    wildcard: false,
    globIgnore: ['index.html', '**/*.br', '**/*.gz', '.*'],
    index: false,
    preCompressed: true,
    decorateReply: false,
    cacheControl: false,
    setHeaders(response, path) {
      // The name of an asset changes with its content.
      const isHashed = path.startsWith(join(folder, 'assets/'))
      void response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      void response.header('x-content-type-options', 'nosniff')
    },
  })
}

/** A browser that goes somewhere says that it takes HTML; the start page is for everyone. */
function asksForPage({ method, url, headers: { accept = '' } }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const path = url.split('?', 1)[0] ?? ''
  return path === '/' || (accept.includes('text/html') && !NOT_PAGES.test(path))
}
