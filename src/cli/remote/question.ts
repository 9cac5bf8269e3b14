import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { CommandFault, EXIT } from './exit-codes.ts'

export function hasTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY
}

/**
 * Asks on the terminal, beside the output that a pipe may take.
 *
 * @param isHidden what is typed is not shown
 * @throws CommandFault when the answer is Ctrl+C or Ctrl+D
 */
export async function ask(
  question: string,
  { isHidden = false }: { readonly isHidden?: boolean } = {},
): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  if (isHidden) process.stderr.write(question)
  const output = isHidden ? nowhere : process.stderr
  using prompt = createInterface({ input: process.stdin, output, terminal: true })
  try {
    return await prompt.question(isHidden ? '' : question)
  } catch (cause) {
    if (!isHidden) process.stderr.write('\n')
    throw new CommandFault(EXIT.interrupted, 'nothing was changed', { cause })
  } finally {
    if (isHidden) process.stderr.write('\n')
  }
}
