import { EXIT } from '../src/cli/remote/exit-codes.ts'
import { bellbuoyProgram } from '../src/cli/program.ts'
import { type TreeCommand, type TreeOption, commandTree } from '../src/cli/completion/command-tree.ts'

const INTRODUCTION = `# The command line

<!-- docs/generate-command-line.ts writes this page from the commands themselves: change it there, or in src/cli/. -->

\`bellbuoy COMMAND --help\` prints the same texts as this page. Some commands run on the machine of the server and read its settings file. The others call a
server through its [API](api.md), from any machine.

## Calling a server

Commands that call a server take \`--server\`, \`--context\`, \`--ca\`, \`--insecure\`, \`--json\` and \`--quiet\`. Options take precedence over environment variables,
and environment variables over the saved log-in.

| variable | meaning |
|---|---|
| \`BELLBUOY_SERVER\` | address of the server |
| \`BELLBUOY_TOKEN\`, or \`BELLBUOY_TOKEN_FILE\` | token for the calls |
| \`BELLBUOY_USER\` with \`BELLBUOY_PASSWORD\` or \`BELLBUOY_PASSWORD_FILE\` | a user or a robot, instead of a token |
| \`BELLBUOY_CONTEXT\` | name of the saved log-in to use |
| \`HTTPS_PROXY\`, \`HTTP_PROXY\`, \`NO_PROXY\` | the proxy for the calls; \`--ca\` and \`--insecure\` bypass it |
| \`NO_COLOR\` | turns colours off |

- \`--json\` prints one object, or one per line for a list: \`bellbuoy project list --json | jq .name\`.
- \`--quiet\` prints only names or numbers, one per line, as input for other commands. A command that creates a secret prints only the secret.
- A command asks before it deletes something, revokes a secret, or acts on many objects. Without a terminal it changes nothing unless you add \`--yes\`.
- The output strips control characters from foreign texts such as names and responses of receivers.
- A list fits the width of the terminal. It shortens its main column last, and names the columns that did not fit below the list.
- A call times out after a minute. A command repeats a failed call up to three times if the call only reads and the failure is temporary.
- Ctrl+C stops a command at once. If the server may have made a change already, the command says so. A command that works on many objects first completes the
  current call, and then reports its progress.

## Exit codes
`

/** What each code means; those of a name in \`EXIT\`. */
const MEANINGS = {
  done: 'done',
  found: 'completed, and found a problem (`status`, `doctor`, `audit`, `health`)',
  usage: 'wrong options or arguments, or a missing confirmation',
  refused: 'the server refused the input',
  missing: 'not found',
  unavailable: 'the server is unreachable or unavailable, or the address does not belong to Bellbuoy',
  fault: 'a bug in Bellbuoy',
  conflict: 'a conflict: the object already exists, or someone else has just changed it; a retry may help',
  forbidden: 'not logged in, or not allowed',
  interrupted: 'stopped by Ctrl+C; the normal end of `tail`',
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
  return `${INTRODUCTION}\n| code | meaning |\n|---|---|\n${codes.join('')}\nCommands that run on the machine of the server exit with 0, or with 1 after an error.\n\n${COMPLETION}\n${shown}`
}

const COMPLETION = `## Completion

\`\`\`sh
source <(bellbuoy completion bash)                                              # in ~/.bashrc
bellbuoy completion zsh > "\${fpath[1]}/_bellbuoy"                                # once
bellbuoy completion fish > ~/.config/fish/completions/bellbuoy.fish             # once
\`\`\`

The scripts know the commands of the version that printed them. Print them again after an upgrade.`

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
