import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sqliteColumnTypes } from '../store/migrations/column-types.ts'
import { migrations } from '../store/migrations/migrations.ts'
import { VERSION } from '../version.ts'

/** Written beside the compiled program when a package is made (`scripts/compile.mjs`). */
const BUILD_FILE = new URL('../build.json', import.meta.url)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Facts {
  readonly version: string
  /** The commit that the program was packed from or that the clone is at; `-dirty` behind it: files differ from it. */
  readonly commit: string | null
  /** The newest step of the tables, which is the same on both databases. */
  readonly schema: string
  readonly node: string
  readonly platform: string
}

/** Prints which program this is, a fact a line or as JSON. */
export function version({ json = false }: { readonly json?: boolean }): void {
  const facts: Facts = {
    version: VERSION,
    commit: packedCommit() ?? commitOfClone(),
    schema: Object.keys(migrations(sqliteColumnTypes)).at(-1) ?? '',
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  }
  const lines = Object.entries(facts).map(
    ([name, value]) => `${name.padEnd(10)}${String(value ?? 'unknown')}`,
  )
  console.log(json ? JSON.stringify(facts) : lines.join('\n'))
}

function packedCommit(): string | null {
  try {
    return (JSON.parse(readFileSync(BUILD_FILE, 'utf8')) as Pick<Facts, 'commit'>).commit
  } catch {
    // A clone has no such file.
    return null
  }
}

function commitOfClone(): string | null {
  try {
    const described = git('describe', '--always', '--dirty', '--abbrev=40', '--exclude=*')
    // Another repository may surround an installation.
    return git('rev-parse', '--show-prefix') === '' ? described : null
  } catch {
    // No clone, or no git.
    return null
  }
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
}
