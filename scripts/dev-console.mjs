// The console of `npm run dev`, by Vite.

import { once } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import { createServer as createViteServer } from 'vite'
import { root } from './project.mjs'

/** The paths of the server. Others begin with `/api/` too: `/api/client/client.ts` is a source of the console. */
const serverPaths = String.raw`^/(api/(v2\.0|version|projects|chartrepo)|service|chartrepo|c)(/|$)`

/**
 * The console in front of the server. Vite lends only its middleware: with a server of its own it would end this process
 * at a signal, before Bellbuoy has ended.
 *
 * @param {string} serverUrl
 * @param {number} port where the browser goes
 * @returns {Promise<{ close: () => Promise<void> }>}
 * @throws {Error} when the port is taken
 */
export async function startConsole(serverUrl, port) {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const hangUp = () => {
    server.close()
    server.closeAllConnections()
  }
  try {
    const vite = await createVite(serverUrl, server)
    server.on('request', vite.middlewares)
    const close = async () => {
      hangUp()
      await vite.close()
    }
    return { close }
  } catch (error) {
    hangUp()
    throw error
  }
}

/**
 * @param {string} serverUrl
 * @param {import('node:http').Server} server carries the messages about changes to the browser
 */
function createVite(serverUrl, server) {
  return createViteServer({
    configFile: path.join(root, 'vite.config.ts'),
    root: path.join(root, 'web'),
    clearScreen: false,
    server: {
      middlewareMode: true,
      hmr: { server },
      // The server sees the address that the browser went to: it refuses a log-in from elsewhere.
      proxy: { [serverPaths]: { target: serverUrl, changeOrigin: false } },
    },
  })
}
