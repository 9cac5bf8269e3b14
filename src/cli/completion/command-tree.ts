import type { Command, Option } from 'commander'

/** What can follow an option: nothing, one of some words, a file, or a text that nobody can guess. */
export type Follows =
  | { readonly kind: 'nothing' | 'file' | 'text' }
  | { readonly kind: 'words'; readonly words: readonly string[] }

export interface TreeOption {
  /** As they were declared: `-c, --config <file>`. */
  readonly flags: string
  /** `--config` and `-c`. */
  readonly names: readonly string[]
  readonly description: string
  readonly follows: Follows
}

/** A command with what can stand behind it. */
export interface TreeCommand {
  /** From the program on: `bellbuoy project list`. */
  readonly path: string
  readonly name: string
  readonly description: string
  /** What stands behind it: `[options] <file>`. */
  readonly usage: string
  readonly arguments: readonly { readonly name: string; readonly description: string }[]
  readonly options: readonly TreeOption[]
  /** Values that its arguments may have, where those are known. */
  readonly words: readonly string[]
  readonly commands: readonly TreeCommand[]
  /** Of its help. */
  readonly examples: readonly string[]
}

/** A command and all below it, as they were declared. */
export function commandTree(command: Command, above = ''): TreeCommand {
  const path = `${above} ${command.name()}`.trim()
  const help = command.createHelp()
  return {
    path,
    name: command.name(),
    description: command.description(),
    usage: command.usage(),
    arguments: help
      .visibleArguments(command)
      .map((argument) => ({ name: argument.name(), description: argument.description })),
    options: help
      .visibleOptions(command)
      .map((option) => ({ ...treeOption(option), description: help.optionDescription(option) })),
    words: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    commands: command.commands.map((below) => commandTree(below, path)),
    examples: examplesOf(command),
  }
}

/** They are a text behind the help, which commander gives only with the whole of it. */
function examplesOf(command: Command): readonly string[] {
  let text = ''
  const output = command.configureOutput()
  command.configureOutput({ writeOut: (more) => void (text += more) }).outputHelp()
  command.configureOutput(output)
  const [, examples = ''] = text.split('\nExample:\n')
  return examples
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim())
}

/** The command itself and all below it, each above its own. */
export function allCommands(tree: TreeCommand): readonly TreeCommand[] {
  return [tree, ...tree.commands.flatMap(allCommands)]
}

function treeOption(option: Option): Omit<TreeOption, 'description'> {
  const names = [option.long, option.short].filter((name) => name !== undefined)
  return { flags: option.flags, names, follows: following(option) }
}

function following({ required, optional, argChoices, flags }: Option): Follows {
  if (!required && !optional) return { kind: 'nothing' }
  if (argChoices !== undefined) return { kind: 'words', words: argChoices }
  return { kind: /<(file|folder|dir)/.test(flags) ? 'file' : 'text' }
}
