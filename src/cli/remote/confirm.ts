import { plainText } from '../plain-text.ts'
import { CommandFault, EXIT } from './exit-codes.ts'
import { ask, hasTerminal } from './question.ts'

/**
 * Asks before something goes for good. Without a terminal nobody can answer, and `--yes` has to say it.
 *
 * @param question ends without a question mark: `delete the project team with its 4 webhooks`
 * @throws CommandFault when the answer is no, or nobody can give one
 */
export async function confirm(question: string, { yes = false }: { readonly yes?: boolean }): Promise<void> {
  if (yes) return
  if (!hasTerminal()) throw new CommandFault(EXIT.usage, `this would ${question}: add --yes to confirm`)
  const answer = await ask(plainText(`This will ${question}. Continue? [y/N] `))
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandFault(EXIT.refused, 'nothing was changed')
}
