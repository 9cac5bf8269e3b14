// Installs the dependencies and builds the console when they are missing or stale. It runs before they exist, so it is
// plain JavaScript for Node 20 and needs nothing but Node and npm.

import { spawn } from 'node:child_process'
import { existsSync, linkSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildConsole, isConsoleBuilt } from './build-console.mjs'
import { SetupFailure, projectNode, root } from './project.mjs'

const lockFile = path.join(root, '.setup.lock')

/**
 * Installs missing dependencies and builds the console; returns at once when there is nothing to do.
 * @param {{ runtimeOnly?: boolean }} [options] `runtimeOnly`: the development tools may be missing, as in an
 *   image that was built with `npm ci --omit=dev`
 * @returns {Promise<void>}
 * @throws {SetupFailure}
 */
export async function setUp({ runtimeOnly = false } = {}) {
  if (isInstalled(runtimeOnly) && isConsoleBuilt()) return
  await lock()
  try {
    if (!isInstalled(runtimeOnly)) await install(runtimeOnly)
    buildConsole()
  } finally {
    rmSync(lockFile, { force: true })
  }
}

/**
 * Compares the lockfile with the record that npm keeps of what it installed. Times would not do: after a fresh clone
 * or a checkout they say nothing.
 * @param {boolean} runtimeOnly
 */
function isInstalled(runtimeOnly) {
  if (!existsSync(projectNode)) return false
  const wanted = readPackages('package-lock.json')
  const installed = readPackages('node_modules/.package-lock.json')
  return (
    Object.entries(wanted).every(([name, entry]) => {
      const found = installed[name]
      if (found) return found.version === entry.version && found.integrity === entry.integrity
      const mayBeMissing = entry.optional ?? (runtimeOnly && (entry.dev ?? entry.devOptional))
      return name === '' || mayBeMissing === true
    }) && Object.keys(installed).every((name) => name in wanted)
  )
}

/**
 * @typedef {{ version?: string, integrity?: string }} Release
 * @typedef {Release & { dev?: boolean, optional?: boolean, devOptional?: boolean }} LockEntry
 * @param {string} file
 * @returns {Record<string, LockEntry>}
 */
function readPackages(file) {
  try {
    /** @type {{ packages?: Record<string, LockEntry> }} */
    const lockfile = JSON.parse(readFileSync(path.join(root, file), 'utf8'))
    return lockfile.packages ?? {}
  } catch {
    // Missing or half-written: then nothing counts as installed, and `npm ci` will say what is wrong.
    return {}
  }
}

/** @param {boolean} runtimeOnly */
async function install(runtimeOnly) {
  console.error('Installing dependencies (once) ...')
  // The Node that installs may be older than the one that `engines` asks for: the project brings its own.
  const args = ['ci', '--engine-strict=false', '--loglevel=error', ...(runtimeOnly ? [] : ['--include=dev'])]
  const { code, output } = await runNpm(args)
  if (code !== 0) {
    process.stderr.write(output)
    throw new SetupFailure('Could not install the dependencies: `npm ci` failed, see its output above.')
  }
  if (!existsSync(projectNode)) {
    process.stderr.write(output)
    throw new SetupFailure(
      'The dependencies are installed, but not the Node that Bellbuoy runs on: the install script of the package `node` ' +
        'did not run. Allow it once with `npm rebuild node --ignore-scripts=false`, then try again.',
    )
  }
}

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number | null, output: string }>} output: stdout and stderr as they came
 */
function runNpm(args) {
  return new Promise((resolve, reject) => {
    const npm = spawn('npm', args, {
      cwd: root,
      env: { ...process.env, PATH: pathWithoutProject() },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    /** @param {string} text */
    const collect = (text) => (output += text)
    npm.stdout.setEncoding('utf8').on('data', collect)
    npm.stderr.setEncoding('utf8').on('data', collect)
    // Left alone, npm would go on in the background while the next set-up starts.
    let stopped = false
    const stop = () => (stopped = npm.kill())
    process.once('SIGTERM', stop).once('SIGINT', stop).once('SIGHUP', stop)
    npm.once('close', (code) => {
      process.off('SIGTERM', stop).off('SIGINT', stop).off('SIGHUP', stop)
      if (stopped) reject(new SetupFailure('Interrupted: the dependencies are not installed yet.'))
      else resolve({ code, output })
    })
    npm.once('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT'
      reject(
        missing
          ? new SetupFailure('npm is not installed: Bellbuoy needs it once, to install its dependencies.')
          : error,
      )
    })
  })
}

/** npm must not run on the Node inside the very folder that it is about to replace. */
function pathWithoutProject() {
  const own = path.dirname(projectNode)
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.resolve(folder) !== own)
    .join(path.delimiter)
}

/** Waits until no other set-up is at work here, and keeps others out from then on. */
async function lock() {
  const claim = `${lockFile}.${process.pid}`
  writeFileSync(claim, String(process.pid))
  try {
    let reported = false
    while (!(await tryToLock(claim))) {
      if (!reported)
        console.error('Another set-up is at work: waiting for it. (If none is, delete the file .setup.lock.)')
      reported = true
      await sleep(250)
    }
  } finally {
    rmSync(claim, { force: true })
  }
}

/**
 * @param {string} claim a file that holds our process id
 * @returns {Promise<boolean>} whether the lock is ours now
 */
async function tryToLock(claim) {
  try {
    // A link appears with its content, all at once, and only if there is none yet.
    linkSync(claim, lockFile)
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const holder = readHolder()
  if (holder === undefined || isAlive(holder)) return false
  // The holder died. Of several that replace its lock at once the last one wins; all see that after a moment.
  renameSync(claim, lockFile)
  await sleep(250)
  const ours = readHolder() === process.pid
  if (!ours) writeFileSync(claim, String(process.pid))
  return ours
}

function readHolder() {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    // Released just now.
    return undefined
  }
}

/** @param {number} pid */
function isAlive(pid) {
  // Our own id in a lock that is not ours was left by an earlier life, as when a container starts again.
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await setUp({ runtimeOnly: process.argv.includes('--runtime-only') })
  } catch (error) {
    console.error(error instanceof SetupFailure ? error.message : error)
    process.exitCode = 1
  }
}
