// Writes lib/: the sources as JavaScript, which is what a package runs, and the types of what it exports. Node erases types only outside of
// node_modules.
// It runs on the project's own Node, before `npm pack` looks for the files of the package.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { root } from './project.mjs'

const sources = path.join(root, 'src')
const compiled = path.join(root, 'lib')

/** Every text that names a file of the sources by a relative path: imports, and the files of threads and processes. */
const RELATIVE_FILE = /(['"])(\.{1,2}\/[^'"\n]+)\.ts\1/g

rmSync(compiled, { recursive: true, force: true })
for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
  const target = path.join(compiled, file.replace(/\.ts$/, '.js'))
  mkdirSync(path.dirname(target), { recursive: true })
  // Types become spaces: a stack trace names the lines of the source.
  const code = stripTypeScriptTypes(readFileSync(path.join(sources, file), 'utf8'))
  writeFileSync(target, code.replace(RELATIVE_FILE, '$1$2.js$1'))
}
writeTypes()
writeFileSync(path.join(compiled, 'build.json'), `${JSON.stringify({ commit: commit() })}\n`)

/** The compiler keeps the `.ts` of imports, which a package has not. */
function writeTypes() {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc')
  const options = ['-p', 'tsconfig.package.json']
  const { status } = spawnSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('tsc could not write the types of the client')
  for (const file of readdirSync(compiled, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue
    const full = path.join(compiled, file)
    writeFileSync(full, readFileSync(full, 'utf8').replace(RELATIVE_FILE, '$1$2.js$1'))
  }
}

/** The commit that is packed, with `-dirty` behind it when files differ from it; null where nothing says so. */
function commit() {
  const given = process.env['COMMIT']
  if (given !== undefined && given !== '') return given
  const { status, stdout } = spawnSync(
    'git',
    ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'],
    { cwd: root, encoding: 'utf8' },
  )
  return status === 0 ? stdout.trim() : null
}
