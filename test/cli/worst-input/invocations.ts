import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { bellbuoyProgram } from '../../../src/cli/program.ts'
import { type TreeCommand, commandTree } from '../../../src/cli/completion/command-tree.ts'

/** What an invocation is about. */
export interface Subject {
  /** Of whatever is named. */
  readonly name: string
  /** Where files are. */
  readonly folder: string
  readonly url: string
}

const NUMBER = '1'
const EVENT = '019ad0c5-7f3a-7c12-8a2b-0123456789ab'

/** An ordinary use of every command that calls a server. */
export const INVOCATIONS: Readonly<Record<string, (subject: Subject) => readonly string[]>> = {
  login: ({ url }) => [url],
  logout: () => [],
  status: () => [],
  tail: () => ['--since', '1h'],
  doctor: () => [],
  'project list': () => [],
  'project show': ({ name }) => [name],
  'project create': ({ name }) => [name],
  'project delete': ({ name }) => [name, '--yes'],
  'source add': ({ name }) => [name, '--kind', 'zot'],
  'source list': () => [],
  'source show': ({ name }) => [name],
  'source rotate': ({ name }) => [name, '--yes'],
  'source delete': ({ name }) => [name, '--yes'],
  'member list': ({ name }) => [name],
  'member add': ({ name }) => [name, name, '--role', 'guest'],
  'member set': ({ name }) => [name, name, '--role', 'guest'],
  'member remove': ({ name }) => [name, name, '--yes'],
  'policy list': () => [],
  'policy get': () => [NUMBER],
  'policy create': ({ name }) => [name, '-e', 'PUSH_ARTIFACT', '--target', 'http://127.0.0.1:9/'],
  'policy edit': () => [NUMBER, '--description', 'changed'],
  'policy delete': () => [NUMBER, '--yes'],
  'policy enable': () => [NUMBER],
  'policy disable': () => [NUMBER],
  'policy test': () => [NUMBER],
  'policy preview': () => [NUMBER],
  'event list': () => [],
  'event show': () => [EVENT],
  'event send': () => ['--repository', 'team/app', '--tag', 'v1'],
  'delivery list': () => [],
  'delivery show': () => [NUMBER],
  'delivery redeliver': () => [NUMBER, '--yes'],
  'delivery stop': () => [NUMBER, '--yes'],
  recover: () => [NUMBER, '--yes'],
  replay: () => [NUMBER, '--since', '1h', '--yes'],
  'target pause': () => [NUMBER],
  'target resume': () => [NUMBER],
  'hold on': () => ['--everything', '--yes'],
  'hold off': () => ['--everything', '--yes'],
  'hold status': () => [],
  'problem list': () => [],
  'problem show': () => [NUMBER],
  'problem acknowledge': () => [NUMBER],
  apply: ({ folder, name }) => ['-f', projectFile(folder, name), '--yes'],
  export: ({ folder }) => ['-o', join(folder, `export-${randomUUID()}`)],
  'user list': () => [],
  'user show': ({ name }) => [name],
  'user create': ({ name }) => [name, '--email', 'someone@example.com'],
  'user delete': ({ name }) => [name, '--yes'],
  'user set-admin': ({ name }) => [name],
  'robot list': () => [],
  'robot create': ({ name }) => [name],
  'robot rotate': ({ name }) => [name, '--yes'],
  'robot delete': ({ name }) => [name, '--yes'],
}

/** Commands that only read, or send a sample. */
export const CHANGE_NOTHING = Object.keys(INVOCATIONS).filter((path) =>
  /^(?:status|tail|doctor|export|hold status|policy (?:get|test|preview)|\w+ (?:list|show))$/.test(path),
)

/** These call a server and have no `--server`: it is named otherwise. */
const NAMED_OTHERWISE = ['login', 'logout']

/** Every command that calls a server, as the program declares them. */
export function remoteCommands(): readonly TreeCommand[] {
  return leaves(commandTree(bellbuoyProgram())).filter(
    (command) =>
      NAMED_OTHERWISE.includes(pathOf(command)) ||
      command.options.some(({ names }) => names.includes('--server')),
  )
}

export function pathOf({ path }: TreeCommand): string {
  return path.replace(/^bellbuoy /, '')
}

/** The words of a use of a command. @param path as in `INVOCATIONS` */
export function invocation(path: string, subject: Subject): readonly string[] {
  const use = INVOCATIONS[path]
  if (use === undefined) throw new Error(`${path} has no invocation`)
  return [...path.split(' '), ...use(subject)]
}

function leaves(command: TreeCommand): readonly TreeCommand[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
}

function projectFile(folder: string, name: string): string {
  const file = join(folder, `${randomUUID()}.yml`)
  writeFileSync(file, `kind: Project\nname: ${JSON.stringify(name)}\n`)
  return file
}
