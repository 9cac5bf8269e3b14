import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'

/** A text as somebody left it in the editor, and the file that it is in. */
export interface Edited {
  readonly file: string
  readonly text: string
}

/**
 * Opens a text in the editor of VISUAL or EDITOR, else in `vi`, in a file that nobody else can read.
 *
 * @param name of the file
 * @throws CommandFault when the editor cannot be started, or ends with a fault; the file goes where nothing was written into it
 */
export async function inEditor(
  before: string,
  name: string,
  environment: NodeJS.ProcessEnv,
): Promise<Edited> {
  const file = join(mkdtempSync(join(tmpdir(), 'bellbuoy-')), name)
  writeFileSync(file, before, { mode: 0o600 })
  const editor = environment['VISUAL'] || environment['EDITOR'] || 'vi'
  const ended = await endOf(editor, file)
  const text = readFileSync(file, 'utf8')
  if (ended === 0) return { file, text }
  const isKept = text !== before
  if (!isKept) forget(file)
  throw new CommandFault(
    EXIT.refused,
    `the editor ${editor} exited with ${String(ended)}, so nothing was changed${isKept ? `; your text is saved in ${file}` : ''}`,
  )
}

/** Removes the file of a text that is no longer wanted. */
export function forget(file: string): void {
  rmSync(dirname(file), { recursive: true })
}

/** The exit code of the editor, or the signal that ended it. Ctrl+C is the editor's meanwhile. */
async function endOf(editor: string, file: string): Promise<number | string> {
  const ours = process.listeners('SIGINT')
  process.removeAllListeners('SIGINT')
  process.on('SIGINT', ignore)
  try {
    // As Git does: EDITOR may have arguments.
    const child = spawn('sh', ['-c', `${editor} "$@"`, editor, file], { stdio: 'inherit' })
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    return code ?? signal ?? ''
  } finally {
    process.off('SIGINT', ignore)
    for (const listener of ours) process.once('SIGINT', listener)
  }
}

function ignore(): void {
  // The terminal sends Ctrl+C to every program in the foreground.
}
