// Builds the console when its sources have changed. It runs before the dependencies' types exist, so it is plain
// JavaScript for Node 20, like the set-up that calls it.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { SetupFailure, projectNode, root } from './project.mjs'

/** The sources of the console; the lockfile has the versions of its packages. */
export const INPUTS = [
  'web',
  'src/client',
  'src/contract',
  'src/domain',
  'vite.config.ts',
  'package-lock.json',
]
const vite = path.join(root, 'node_modules/vite/bin/vite.js')
const recordFile = path.join(root, 'dist/console/.built-from')

/** @returns {boolean} whether the console is there and up to date */
export function isConsoleBuilt() {
  // Without the tools nothing can be built: an image brings the console that it was built with.
  if (!existsSync(vite)) return true
  return existsSync(recordFile) && readFileSync(recordFile, 'utf8') === fingerprint()
}

/** @throws {SetupFailure} when the build fails; its output is shown */
export function buildConsole() {
  if (isConsoleBuilt()) return
  console.error('Building the console (once) ...')
  const { status, stdout, stderr } = spawnSync(projectNode, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (status !== 0) {
    process.stderr.write(stdout + stderr)
    throw new SetupFailure('Could not build the console: see the output of vite above.')
  }
  writeFileSync(recordFile, fingerprint())
}

/** Content, not times: after a fresh clone or a checkout those say nothing. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const file of INPUTS.flatMap(filesOf))
    hash.update(`${file}\0`).update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

/**
 * @param {string} input
 * @returns {string[]} the files of a folder, or the one file
 */
function filesOf(input) {
  const full = path.join(root, input)
  if (!statSync(full).isDirectory()) return [input]
  return readdirSync(full, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() || entry.isFile() ? filesOf(`${input}/${entry.name}`) : []))
}
