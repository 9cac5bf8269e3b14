import { type TreeCommand, type TreeOption, allCommands } from './command-tree.ts'

/** A script for fish. */
export function fishScript(program: TreeCommand): string {
  const all = allCommands(program)
  const below = all.slice(1).map(({ path }) => quoted(path))
  return `# Completes ${program.name} in fish: ${program.name} completion fish > ~/.config/fish/completions/${program.name}.fish
set -g __${program.name}_commands ${below.join(' ')}
function __${program.name}_at
    set -l at ${program.name}
    for word in (commandline -opc)[2..-1]
        if contains -- "$at $word" $__${program.name}_commands
            set at "$at $word"
        end
    end
    test "$at" = "$argv[1]"
end
complete -c ${program.name} -f
${all.flatMap((command) => linesOf(program.name, command)).join('\n')}
`
}

function linesOf(program: string, { path, commands, words, options }: TreeCommand): readonly string[] {
  const at = `complete -c ${program} -n ${quoted(`__${program}_at ${quoted(path)}`)}`
  return [
    ...commands.map(({ name, description }) => `${at} -a ${quoted(name)} -d ${quoted(description)}`),
    ...words.map((word) => `${at} -a ${quoted(word)}`),
    ...options.map((option) => `${at} ${optionText(option)}`),
  ]
}

function optionText({ names, description, follows }: TreeOption): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
  const values = {
    nothing: '',
    file: ' -r -F',
    text: ' -x',
    words: follows.kind === 'words' ? ` -x -a ${quoted(follows.words.join(' '))}` : '',
  }
  return `${flags.join(' ')}${values[follows.kind]} -d ${quoted(description)}`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
}
