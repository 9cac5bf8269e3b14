import { type Follows, type TreeCommand, type TreeOption, allCommands } from './command-tree.ts'

/** A script for zsh, to be sourced after `compinit`, or to be a file in a folder of `fpath`. */
export function zshScript(program: TreeCommand): string {
  const all = allCommands(program)
  const below = all.slice(1).map(({ path }) => quoted(path))
  return `#compdef ${program.name}
# Completes ${program.name} in zsh: ${program.name} completion zsh > a folder of fpath, as _${program.name}
_${program.name}() {
  local at=${program.name} word
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
      (${below.join('|')}) at="$at $word" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${all.flatMap(valueCases).join('\n')}
  esac
  case "$at" in
${all.map(wordCase).join('\n')}
  esac
  _describe ${program.name} found
}
if [[ "\${funcstack[1]}" = _${program.name} ]]; then
  _${program.name} "$@"
else
  compdef _${program.name} ${program.name}
fi
`
}

function valueCases({ path, options }: TreeCommand): readonly string[] {
  return options
    .filter(({ follows }) => follows.kind !== 'nothing')
    .map(({ names, follows }) => {
      const patterns = names.map((name) => quoted(`${path} ${name}`)).join('|')
      return `    (${patterns}) ${valueAction(follows)}; return ;;`
    })
}

function valueAction(follows: Follows): string {
  if (follows.kind === 'file') return '_files'
  return follows.kind === 'words' ? `compadd -- ${follows.words.map(quoted).join(' ')}` : ':'
}

function wordCase({ path, commands, words, options }: TreeCommand): string {
  const all = [
    ...commands.map(({ name, description }) => described(name, description)),
    ...words.map((word) => described(word, '')),
    ...options.flatMap(({ names, description }: TreeOption) =>
      names.map((name) => described(name, description)),
    ),
  ]
  return `    (${quoted(path)}) found=(${all.map(quoted).join(' ')}) ;;`
}

function described(word: string, description: string): string {
  const escaped = word.replaceAll(':', String.raw`\:`)
  return description === '' ? escaped : `${escaped}:${description}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
