// `npm run dev`: the server, which starts again when one of its sources changes, and the console, which follows each
// change of its own, at one address. Arguments go on to `bellbuoy serve`. It runs on the project's Node, after set-up.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pretty from 'pino-pretty'
import { createServer as createViteServer } from 'vite'
import { projectNode, root } from './project.mjs'

/** Where the browser goes. */
const consolePort = Number(process.env['DEV_PORT'] ?? 5173)

/** The paths of the server. Others begin with `/api/` too: `/api/client.ts` is a source of the console. */
const serverPaths = String.raw`^/(api/(v2\.0|version|projects|chartrepo)|service|chartrepo|c)(/|$)`

/**
 * The server under Node's `--watch`.
 *
 * @typedef {object} Server
 * @property {Promise<string>} url settles when it serves for the first time
 * @property {Promise<string>} failed settles with a sentence when it ended by itself: at its first start, or while it
 *   served. One that a change broke waits for the next change.
 * @property {() => Promise<void>} end asks it to end, and waits until it has
 *
 * @param {string[]} args
 * @returns {Server}
 */
function startServer(args) {
  const watch = ['--watch', '--watch-preserve-output']
  const child = spawn(projectNode, [...watch, path.join(root, 'src/main.ts'), 'serve', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Erases the types of each source once, so that it starts again sooner.
    env: { NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/bellbuoy'), ...process.env },
    // Ctrl+C reaches every process of a terminal's group: the server would get it from us once more, and end at once.
    detached: true,
  })
  const closed = once(child, 'close')
  const url = /** @type {PromiseWithResolvers<string>} */ (Promise.withResolvers())
  const failed = /** @type {PromiseWithResolvers<string>} */ (Promise.withResolvers())

  const log = pretty({ colorize: process.stdout.isTTY, singleLine: true, sync: true })
  let wasChanged = false
  createInterface(child.stdout).on('line', (line) => {
    log.write(`${line}\n`)
    const address = servingUrl(line)
    if (address !== undefined) {
      wasChanged = false
      url.resolve(address)
    } else if (line.startsWith('Restarting ')) wasChanged = true
    else if (/^(Failed|Completed) running /.test(line) && !wasChanged)
      failed.resolve('The server has ended, see above.')
  })
  const end = async () => {
    child.kill('SIGTERM')
    await closed
  }
  return { url: url.promise, failed: failed.promise, end }
}

/**
 * @param {string} line of the server's output
 * @returns {string | undefined} where it serves, if the line is the entry of the log that says so
 */
function servingUrl(line) {
  if (!line.startsWith('{')) return undefined
  /** @type {{ msg?: string, url?: string }} */
  const { msg, url } = JSON.parse(line)
  return msg === 'serving' ? url : undefined
}

/**
 * The console, by Vite, in front of the server. Vite lends only its middleware: with a server of its own it would end
 * this process at a signal, before Bellbuoy has ended.
 *
 * @param {string} serverUrl
 * @returns {Promise<{ close: () => Promise<void> }>}
 * @throws {Error} when the port is taken
 */
async function startConsole(serverUrl) {
  const server = createServer()
  server.listen(consolePort, '127.0.0.1')
  await once(server, 'listening')
  const vite = await createViteServer({
    configFile: path.join(root, 'vite.config.ts'),
    root: path.join(root, 'web'),
    clearScreen: false,
    server: {
      middlewareMode: true,
      hmr: { server },
      // The server sees the address that the browser went to: a log-in from elsewhere is refused.
      proxy: { [serverPaths]: { target: serverUrl, changeOrigin: false } },
    },
  })
  server.on('request', vite.middlewares)
  const close = async () => {
    server.close()
    server.closeAllConnections()
    await vite.close()
  }
  return { close }
}

/**
 * @param {() => void} onSecond is called when the user asks again because the first time takes too long
 * @returns {Promise<null>} settles when the user asks for the end
 */
function endSignal(onSecond) {
  return new Promise((resolve) => {
    /** @type {number | undefined} */
    let firstMs
    const heard = () => {
      firstMs ??= Date.now()
      resolve(null)
      // npm passes on the Ctrl+C that the terminal has sent to us as well.
      if (Date.now() - firstMs > 1000) onSecond()
    }
    process.on('SIGINT', heard).on('SIGTERM', heard).on('SIGHUP', heard)
  })
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(args) {
  const server = startServer(args)
  /** Null when the user asked for it. */
  const ended = Promise.race([server.failed, endSignal(() => void server.end())])
  /** @type {{ close: () => Promise<void> } | undefined} */
  let page
  try {
    const url = await Promise.race([server.url, ended.then(() => undefined)])
    if (url !== undefined) {
      page = await startConsole(url)
      console.log(`\nBellbuoy for development: http://127.0.0.1:${consolePort} (Ctrl+C ends it)\n`)
    }
    const reason = await ended
    if (reason !== null) console.error(reason)
    return reason === null ? 0 : 1
  } catch (error) {
    console.error(`The console cannot start: ${explain(error)}`)
    return 1
  } finally {
    await page?.close()
    await server.end()
  }
}

/**
 * @param {unknown} error of `startConsole`
 * @returns {string}
 */
function explain(error) {
  if (!(error instanceof Error)) return String(error)
  const isTaken = 'code' in error && error.code === 'EADDRINUSE'
  return isTaken ? `port ${consolePort} is in use: set DEV_PORT to another one` : error.message
}

process.exitCode = await main(process.argv.slice(2))
