import { EXIT } from '../src/cli/remote/exit-codes.ts'
import { bellbuoyProgram } from '../src/cli/program.ts'
import { type TreeCommand, type TreeOption, commandTree } from '../src/cli/completion/command-tree.ts'

const INTRODUCTION = `# The command line

<!-- docs/generate-command-line.ts writes this page from the commands themselves: change it there, or in src/cli/. -->

\`bellbuoy COMMAND --help\` says the same as this page. Some commands work on the machine of the server, with its settings file; the others call a server by its
[API](api.md), from anywhere.

## Calling a server

A command that calls a server takes \`--server\`, \`--context\`, \`--ca\`, \`--insecure\`, \`--json\` and \`--quiet\`. Options win over the environment, and the environment
over the log-in that is kept.

| variable | meaning |
|---|---|
| \`BELLBUOY_SERVER\` | where the server is |
| \`BELLBUOY_TOKEN\`, or \`BELLBUOY_TOKEN_FILE\` | the token of the calls |
| \`BELLBUOY_USER\` with \`BELLBUOY_PASSWORD\` or \`BELLBUOY_PASSWORD_FILE\` | a user or a robot, in place of a token |
| \`BELLBUOY_CONTEXT\` | the log-in to use, one of those that are kept |
| \`HTTPS_PROXY\`, \`HTTP_PROXY\`, \`NO_PROXY\` | the proxy to call it by, unless its certificates are its own (\`--ca\`, \`--insecure\`) |
| \`NO_COLOR\` | no colours |

- \`--json\` prints one object, or one a line for a list: \`bellbuoy project list --json | jq .name\`.
- \`--quiet\` prints names or numbers alone, one a line, for other commands. A command that makes a secret prints the secret alone.
- Before something goes for good, a command asks. Where nobody can answer, it changes nothing unless \`--yes\` says so.
- What strangers wrote (names, answers of receivers) is shown without the characters that steer a terminal.
- A list is as wide as the terminal. What a row is about is cut last, and a column that has no room is named below the list.
- A call that gets no answer in a minute is given up. One that only reads is tried again up to three times when it fails for a reason that passes.
- Ctrl+C ends a command at once. A change that was under way may have been made, and the command says so. A command that works on many things ends the call under way
  first, and says how far it came.

## Exit codes
`

/** What each code means; those of a name in \`EXIT\`. */
const MEANINGS = {
  done: 'done',
  found: 'it went through, and found what should not be (`status`, `doctor`, `audit`, `health`)',
  usage: 'wrong options or arguments, or nobody confirmed it',
  refused: 'the server refuses what was given',
  missing: 'there is no such thing',
  unavailable: 'the server cannot be reached, or cannot work now, or there is no Bellbuoy at its address',
  fault: 'a fault of Bellbuoy',
  conflict: 'somebody else was first or faster, or it is there already: again may help',
  forbidden: 'not logged in, or not allowed',
  interrupted: 'ended by Ctrl+C, as `tail` always is',
} satisfies Readonly<Record<keyof typeof EXIT, string>>

/** The options that every command has which calls a server: they are explained once. */
const COMMON = ['--server', '--context', '--ca', '--insecure', '--json', '--quiet', '--help']

/** The text of `docs/command-line.md`. */
export function commandLinePage(): string {
  const program = bellbuoyProgram()
  const tree = commandTree(program)
  const codes = Object.entries(EXIT).map(
    ([name, code]) => `| ${code} | ${MEANINGS[name as keyof typeof EXIT]} |\n`,
  )
  const shown = leaves(tree).map(sectionOf).join('')
  return `${INTRODUCTION}\n| code | meaning |\n|---|---|\n${codes.join('')}\nCommands on the machine of the server end with 0, or with 1 after a fault.\n\n${COMPLETION}\n${shown}`
}

const COMPLETION = `## Completion

\`\`\`sh
source <(bellbuoy completion bash)                                              # in ~/.bashrc
bellbuoy completion zsh > "\${fpath[1]}/_bellbuoy"                                # once
bellbuoy completion fish > ~/.config/fish/completions/bellbuoy.fish             # once
\`\`\`

The scripts know the commands of the version that printed them: print them anew after an upgrade.`

/** The commands that do something; those that only have others below them have no section. */
function leaves(command: TreeCommand): readonly TreeCommand[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
}

function sectionOf({ path, usage, description, arguments: taken, options, examples }: TreeCommand): string {
  const calls = options.some(({ names }) => names.includes('--server'))
  const own = options.filter(({ names }) => !names.includes('--help') && !(calls && isCommon(names)))
  const rows = [
    ...taken.map(({ name, description: says }) => row(`<${name}>`, says)),
    ...own.map((option) => row(option.flags, option.description)),
  ]
  const table = rows.length === 0 ? '' : `\n| | |\n|---|---|\n${rows.join('')}`
  const example = examples.length === 0 ? '' : `\n\`\`\`sh\n${examples.join('\n')}\n\`\`\`\n`
  const called = calls ? ' It calls a server.' : ''
  return `\n## ${path.replace(/^bellbuoy /, '')}\n\n\`${path} ${usage}\`: ${description}.${called}\n${table}${example}`
}

function isCommon(names: TreeOption['names']): boolean {
  return names.some((name) => COMMON.includes(name))
}

function row(name: string, description: string): string {
  return `| \`${name}\` | ${description.replaceAll('|', String.raw`\|`)} |\n`
}
