import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Program } from './program.ts'
import { temporaryFolder } from './temporary-folder.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What the additions of a contributor may touch, and what it takes to run it. */
const COPIED = ['src', 'web/text', 'web/parts/event-types.ts', 'docs', 'test/support', 'test/docs/how-to-add']
const LINKED = ['node_modules', 'dist', 'package.json', 'tsconfig.json']
const TYPED = ['src', 'web/text/chinese.ts', 'web/parts/event-types.ts', 'docs/payloads-page.ts']

/** A text that an addition puts into a file that is there. */
export interface Insertion {
  readonly file: string
  /** Stands once in the file; the new text comes right behind it. Without it, the text comes first. */
  readonly behind?: string
  readonly text: string
}

/** A copy of the sources in a temporary folder, to be changed; disposing removes it. */
export interface ScratchCopy extends AsyncDisposable {
  readonly addFiles: (files: Readonly<Record<string, string>>) => void
  readonly insert: (insertions: readonly Insertion[]) => void
  /** Checks the types; the files that have errors. What did not change since the last time is not checked again. */
  readonly filesWithErrors: () => Promise<readonly string[]>
  /** Runs a script of the copy; the JSON that it writes to standard output. Rejects when the script fails. */
  readonly run: (script: string) => Promise<unknown>
}

export async function scratchCopy(): Promise<ScratchCopy> {
  const folder = await temporaryFolder('scratch')
  const at = (path: string): string => join(folder.path, path)
  for (const path of COPIED) cpSync(root + path, at(path), { recursive: true, filter: isNoTest })
  for (const path of LINKED) symlinkSync(root + path, at(path))
  writeFileSync(at('tsconfig.scratch.json'), JSON.stringify({ extends: './tsconfig.json', include: TYPED }))
  const node = async (args: readonly string[]) => {
    await using program = new Program({ command: process.execPath, args, env: process.env, cwd: folder.path })
    return { exitCode: await program.exited, stdout: program.stdout(), output: program.output() }
  }
  return {
    addFiles(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(at(path)), { recursive: true })
        writeFileSync(at(path), text, { flag: 'wx' })
      }
    },
    insert(insertions) {
      for (const { file, behind = '', text } of insertions) {
        const content = readFileSync(at(file), 'utf8')
        const [before, after, ...others] = behind === '' ? ['', content] : content.split(behind)
        if (before === undefined || after === undefined || others.length > 0)
          throw new Error(`${file} has not one place for ${text}`)
        writeFileSync(at(file), before + behind + text + after)
      }
    },
    async filesWithErrors() {
      const { exitCode, output } = await node([...TYPE_CHECK, '--project', 'tsconfig.scratch.json'])
      const files = [...output.matchAll(/^(\S+?)\(\d+,\d+\): error /gm)].map(([, file]) => file!)
      if (exitCode !== 0 && files.length === 0) throw new Error(output)
      return [...new Set(files)].toSorted()
    },
    async run(script) {
      const { exitCode, stdout, output } = await node([script])
      if (exitCode !== 0) throw new Error(output)
      return JSON.parse(stdout) as unknown
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

const TYPE_CHECK = [
  'node_modules/typescript/bin/tsc',
  '--noEmit',
  '--incremental',
  '--tsBuildInfoFile',
  'scratch.tsbuildinfo',
  '--pretty',
  'false',
]

function isNoTest(path: string): boolean {
  return !path.endsWith('.test.ts')
}
