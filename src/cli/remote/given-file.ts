import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { messageOf } from '../../domain/errors.ts'
import { CommandFault, EXIT } from './exit-codes.ts'

/** The text of a file; `-` is standard input. @throws CommandFault when it cannot be read */
export async function textIn(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8')
  } catch (error) {
    throw new CommandFault(EXIT.usage, `cannot read ${nameOf(file)}: ${messageOf(error)}`)
  }
}

/** The one line of a file that holds a secret. @throws CommandFault when it cannot be read, or is empty */
export async function secretIn(file: string): Promise<string> {
  const secret = (await textIn(file)).replace(/\r?\n$/, '')
  if (secret === '') throw new CommandFault(EXIT.usage, `${nameOf(file)} is empty`)
  return secret
}

/** What a text of YAML, or of JSON, says. @param file where it is from @throws CommandFault when it is neither */
export async function yamlIn(yaml: string, file: string): Promise<unknown> {
  const { parseDocument } = await import('yaml')
  const document = parseDocument(yaml)
  const [fault] = document.errors
  if (fault !== undefined) throw new CommandFault(EXIT.refused, `${nameOf(file)}: ${fault.message.trim()}`)
  try {
    return document.toJS() as unknown
  } catch (error) {
    // Aliases that stand for more than anyone would write.
    throw new CommandFault(EXIT.refused, `${nameOf(file)}: ${messageOf(error)}`)
  }
}

/** A file as a message names it. */
export function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file
}
