import { type Follows, type TreeCommand, allCommands } from './command-tree.ts'

/** A script for bash 4 and later. */
export function bashScript(program: TreeCommand): string {
  const all = allCommands(program)
  const below = all.slice(1).map(({ path }) => quoted(path))
  return `# Completes ${program.name} in bash: source <(${program.name} completion bash)
_${program.name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} at=${program.name} words= index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$at \${COMP_WORDS[index]}" in
      ${below.join(' | ')})
        at="$at \${COMP_WORDS[index]}"
        ;;
    esac
  done
  case "$at \${COMP_WORDS[COMP_CWORD - 1]}" in
${all.flatMap(valueCases).join('\n')}
  esac
  case "$at" in
${all.map(wordCase).join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -F _${program.name} ${program.name}
`
}

function valueCases({ path, options }: TreeCommand): readonly string[] {
  return options
    .filter(({ follows }) => follows.kind !== 'nothing')
    .map(({ names, follows }) => {
      const patterns = names.map((name) => quoted(`${path} ${name}`)).join(' | ')
      return `    ${patterns})\n      ${valueAction(follows)}\n      return\n      ;;`
    })
}

function valueAction(follows: Follows): string {
  if (follows.kind === 'file') return 'mapfile -t COMPREPLY < <(compgen -f -- "$cur")'
  if (follows.kind === 'words')
    return `mapfile -t COMPREPLY < <(compgen -W ${quoted(follows.words.join(' '))} -- "$cur")`
  return ':'
}

function wordCase({ path, commands, words, options }: TreeCommand): string {
  const all = [...commands.map(({ name }) => name), ...words, ...options.flatMap(({ names }) => names)]
  return `    ${quoted(path)}) words=${quoted(all.join(' '))} ;;`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
