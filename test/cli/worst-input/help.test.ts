import type { Command, CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { bellbuoyProgram } from '../../../src/cli/program.ts'
import { pathOf, remoteCommands } from './invocations.ts'

const COLUMNS = 80

/** The program, whose commands do nothing, and throw where they would end the process. */
function idleProgram(ran: (command: Command) => void): Command {
  const program = bellbuoyProgram()
  const still = (command: Command): void => {
    command.exitOverride((error) => {
      throw error
    })
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
    command.action(() => ran(command))
    command.commands.forEach(still)
  }
  still(program)
  return program
}

function helpOf(words: readonly string[]): string {
  let command = bellbuoyProgram()
  for (const word of words) command = command.commands.find((below) => below.name() === word)!
  let text = ''
  command.configureOutput({
    writeOut: (more) => void (text += more),
    getOutHelpWidth: () => COLUMNS,
    getOutHasColors: () => false,
  })
  command.outputHelp()
  return text
}

/** The words of an example, as a shell without variables splits them; what is redirected is left out. */
function wordsOf(example: string): readonly string[] {
  const [line = ''] = example.split(/ [|>] /)
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, one, other, plain]) => one ?? other ?? plain!,
  )
}

test.for(remoteCommands().map((command) => [pathOf(command), command] as const))(
  'the help of %s is as wide as a terminal at the most, and its example is understood',
  async ([path, { examples }]) => {
    const tooWide = helpOf(path.split(' '))
      .split('\n')
      .filter((line) => line.length > COLUMNS)
    expect(tooWide).toEqual([])
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) {
      const ran: string[] = []
      const program = idleProgram((command) => ran.push(command.name()))
      const [, ...words] = wordsOf(example)
      await program.parseAsync(words, { from: 'user' }).catch((error: unknown) => {
        throw new Error(`${example}: ${(error as CommanderError).message}`)
      })
      expect([example, ran]).toEqual([example, [path.split(' ').at(-1)]])
    }
  },
)
