// `npm test` installs what the tests need, runs them, and ends with one line that counts them. Arguments go on to
// vitest: `npm test -- src/domain`, `npm test -- -t 'part of a name'`. With `--database postgres` the tests run that start apps on the
// database of the run, and do so on PostgreSQL; without it every test runs, with such apps on SQLite and the tests of the store on both.

import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import programs from '../test/support/programs.json' with { type: 'json' }
import { SetupFailure, projectNode, root } from './project.mjs'
import { setUp } from './setup.mjs'

/** @typedef {{ name: string, status: string, fileIsBroken: boolean }} Test */

/** @param {string} program */
function isAvailable(program) {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** @returns {string[]} the programs that this machine lacks */
function findMissing() {
  return Object.keys(programs).filter((program) => !isAvailable(program))
}

/** Installs the programs that are missing, where that is possible without asking anyone. */
function installPrograms() {
  const packages = Object.entries(programs).flatMap(([program, name]) => (isAvailable(program) ? [] : [name]))
  if (packages.length === 0 || process.getuid?.() !== 0 || !isAvailable('apt-get')) return
  console.error(`Installing ${packages.join(', ')} for the tests (once) ...`)
  // One after the other: a package that this system lacks keeps no other out. A failed update matters only if an installation fails for it.
  const calls = [['update'], ...packages.map((name) => ['install', '-y', '--no-install-recommends', name])]
  const outputs = calls.map((args) => aptGet(args))
  if (findMissing().length > 0) process.stderr.write(outputs.join(''))
}

/**
 * @param {string[]} args
 * @returns {string} what it printed
 */
function aptGet(args) {
  const { stdout, stderr } = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: Infinity,
    // Runlevel 1 starts no services: the tests start a registry of their own, on a port of their own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  })
  return stdout + stderr
}

/**
 * @param {string[]} args
 * @param {string} reportFile
 * @returns {Promise<number>} vitest's exit code
 */
function runVitest(args, reportFile) {
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  return new Promise((resolve, reject) => {
    const child = spawn(projectNode, [vitest, 'run', ...reporters, ...args], {
      cwd: root,
      stdio: 'inherit',
      // As in bin/bellbuoy: worker threads and servers of the tests load the same sources again and again.
      env: { NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/bellbuoy'), ...process.env },
    })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}

/**
 * @param {string} file
 * @returns {{ tests: Test[], brokenFiles: number }} brokenFiles: how many failed although no test in them did
 */
function readReport(file) {
  // Without a report vitest did not even start.
  if (!existsSync(file)) return { tests: [], brokenFiles: 0 }
  /** @type {{ testResults: { status: string, assertionResults: { fullName: string, status: string }[] }[] }} */
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const files = report.testResults.map(({ status, assertionResults }) => ({
    assertionResults,
    isBroken: status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  }))
  return {
    tests: files.flatMap(({ assertionResults, isBroken }) =>
      assertionResults.map(({ fullName, status }) => ({ name: fullName, status, fileIsBroken: isBroken })),
    ),
    brokenFiles: files.filter(({ isBroken }) => isBroken).length,
  }
}

/**
 * With `-t`, vitest reports every other test as skipped.
 * @param {string[]} args
 * @returns {RegExp} the pattern that the names of the wanted tests match
 */
function readNamePattern(args) {
  const option = /^(?:-t|--testNamePattern|--test-name-pattern)(?:=(.*))?$/s
  for (const [index, arg] of args.entries()) {
    const match = option.exec(arg)
    if (match) return new RegExp(match[1] ?? args[index + 1] ?? '')
  }
  return /(?:)/
}

/**
 * @param {Test} test one that was skipped
 * @param {string[]} missing the programs that this machine lacks
 */
function explainSkip({ status, fileIsBroken }, missing) {
  if (fileIsBroken) return 'its file failed'
  if (status === 'todo') return 'still to be written'
  return missing.length > 0 ? `no ${missing.join(', no ')} on this machine` : 'as the test says'
}

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number, tests: Test[], brokenFiles: number }>} code: vitest's exit code
 */
async function runTests(args) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bellbuoy-test-'))
  try {
    const reportFile = path.join(folder, 'report.json')
    const code = await runVitest(args, reportFile)
    return { code, ...readReport(reportFile) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * Takes `--database` out of the arguments, and passes it on as the tests read it.
 * @param {string[]} args
 * @returns {string[]} the other arguments
 */
function chooseDatabase(args) {
  const at = args.findIndex((arg) => /^--database(=|$)/.test(arg))
  const [option, next] = args.slice(at === -1 ? args.length : at)
  if (option === undefined) return args
  const [, database = next] = option.split('=')
  if (database !== 'sqlite' && database !== 'postgres')
    throw new SetupFailure('--database takes sqlite or postgres')
  process.env['TEST_DATABASE'] = database
  return args.toSpliced(at, option.includes('=') ? 1 : 2)
}

/**
 * @param {string[]} allArgs
 * @returns {Promise<number>} the exit code
 */
async function main(allArgs) {
  const args = chooseDatabase(allArgs)
  await setUp()
  installPrograms()
  const { code, tests, brokenFiles } = await runTests(args)

  const pattern = readNamePattern(args)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const failures = tests.filter(({ status }) => status === 'failed').length + brokenFiles
  // Vitest also fails for what belongs to no test, such as an error that nobody handled: that must count too.
  const failed = code === 0 ? failures : Math.max(failures, 1)
  const skipped = tests.filter(
    ({ name, status }) => !['passed', 'failed'].includes(status) && pattern.test(name),
  )
  const skipsFail = skipped.length > 0 && process.env['CI'] === 'true'

  const missing = findMissing()
  for (const test of skipped) console.log(`skipped: ${test.name} (${explainSkip(test, missing)})`)
  if (skipsFail) console.log('A skipped test counts as a failure in CI.')
  if (passed + failed === 0) console.log('No test was run.')
  console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`)
  return failed > 0 || passed === 0 || skipsFail ? 1 : 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof SetupFailure ? error.message : error)
  process.exitCode = 1
}
