// The server of `npm run dev`.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pretty from 'pino-pretty'
import { projectNode, root } from './project.mjs'

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
export function startServer(args) {
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
