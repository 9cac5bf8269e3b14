// `npm run dev`: the server, which starts again when one of its sources changes, and the console, which follows each
// change of its own, at one address. Arguments go on to `bellbuoy serve`. It runs on the project's Node, after set-up.

import { startConsole } from './dev-console.mjs'
import { startServer } from './dev-server.mjs'

/** Where the browser goes. */
const port = Number(process.env['DEV_PORT'] ?? 5173)

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
      page = await startConsole(url, port)
      console.log(`\nBellbuoy for development: http://127.0.0.1:${port} (Ctrl+C ends it)\n`)
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
  return isTaken ? `port ${port} is in use: set DEV_PORT to another one` : error.message
}

process.exitCode = await main(process.argv.slice(2))
