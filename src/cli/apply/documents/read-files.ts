import { readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { messageOf } from '../../../domain/errors.ts'
import { CommandFault, EXIT } from '../../remote/exit-codes.ts'

export interface ReadFile {
  readonly path: string
  /** From which its paths go. */
  readonly folder: string
  readonly text: string
}

const MAX_BYTES = 4 * 1024 * 1024
const MAX_FILES = 10_000

/**
 * The YAML files of a folder by name, or the one that is named. Folders in it are left out; a link counts as what it leads to.
 *
 * @throws CommandFault when there is none, or one cannot be read, is no file, or has more than 4 MiB
 */
export function readFiles(path: string): readonly ReadFile[] {
  const found = guarded(path, () => (statSync(path).isDirectory() ? yamlFilesIn(path) : [path]))
  if (found.length === 0) throw new CommandFault(EXIT.missing, `${path} has no .yml or .yaml files`)
  if (found.length > MAX_FILES)
    throw new CommandFault(
      EXIT.refused,
      `${path} has more than ${String(MAX_FILES)} files: apply part of them`,
    )
  return found.map((file) => ({ path: file, folder: dirname(file), text: guarded(file, () => textOf(file)) }))
}

function yamlFilesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
    .toSorted()
    .map((name) => join(folder, name))
    .filter((file) => !statSync(file).isDirectory())
}

function textOf(file: string): string {
  const stat = statSync(file)
  if (!stat.isFile()) throw new CommandFault(EXIT.refused, `${file} is not a regular file`)
  if (stat.size > MAX_BYTES)
    throw new CommandFault(EXIT.refused, `${file} is larger than 4 MiB: split it into several files`)
  return new TextDecoder('utf8', { fatal: true }).decode(readFileSync(file))
}

function guarded<Result>(path: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof CommandFault) throw error
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new CommandFault(
      isMissing ? EXIT.missing : EXIT.refused,
      `cannot read ${path}: ${messageOf(error)}`,
    )
  }
}
