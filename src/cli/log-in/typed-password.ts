import { text } from 'node:stream/consumers'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'
import { ask, hasTerminal } from '../remote/question.ts'

/**
 * The password of a user, from the terminal, which does not show it, or from standard input.
 *
 * @throws CommandFault when there is none
 */
export async function passwordOf(
  user: string,
  { fromStdin }: { readonly fromStdin: boolean },
): Promise<string> {
  if (!fromStdin && !hasTerminal())
    throw new CommandFault(EXIT.usage, 'no terminal to ask for the password: add --password-stdin')
  const password = fromStdin ? await firstLine() : await ask(`Password of ${user}: `, { isHidden: true })
  if (password === '') throw new CommandFault(EXIT.usage, 'the password is empty')
  return password
}

async function firstLine(): Promise<string> {
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1)
  return line
}
