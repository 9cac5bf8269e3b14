import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'

/**
 * The password of a user, from the terminal, which does not show it, or from standard input.
 *
 * @throws CommandFault when there is none
 */
export async function passwordOf(
  user: string,
  { fromStdin, signal }: { readonly fromStdin: boolean; readonly signal: AbortSignal },
): Promise<string> {
  const password = fromStdin ? await firstLine() : await typed(`Password of ${user}: `, signal)
  if (password === '') throw new CommandFault(EXIT.usage, 'the password is empty')
  return password
}

async function firstLine(): Promise<string> {
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1)
  return line
}

async function typed(question: string, signal: AbortSignal): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CommandFault(EXIT.usage, 'there is no terminal to type the password in: add --password-stdin')
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  using prompt = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    // In a terminal that is read key by key, Ctrl+C comes as a key.
    prompt.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    return await prompt.question('', { signal })
  } finally {
    process.stderr.write('\n')
  }
}
