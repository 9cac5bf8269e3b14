import { resolve } from 'node:path'
import { type Mistake, type Path, mistakeAt } from './mistake.ts'
import { listOf } from './read-conditions.ts'
import type { RulePlace } from './rule-place.ts'
import type { CommandAction } from '../rule.ts'
import type { WrittenRule } from './rules-schema.ts'

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** The command of a rule that has `run` or `shell`. What cannot be one is added to the mistakes. */
export function readCommand(rule: WrittenRule, { path, folder, mistakes }: RulePlace): CommandAction {
  const { run, shell, working_folder, user, group, environment = {}, inherit = [] } = rule
  const command = shell === undefined ? listOf(run ?? '') : [shell]
  const isShell = shell !== undefined
  checkCommand(command, [...path, isShell ? 'shell' : 'run'], isShell, mistakes)
  checkVariables(Object.keys(environment), [...path, 'environment'], mistakes)
  checkVariables(listOf(inherit), [...path, 'inherit'], mistakes, 'value')
  const [program = '', ...rest] = command
  return {
    kind: 'command',
    command: [program, ...rest],
    isShell,
    inherits: listOf(inherit),
    environment: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, String(value)]),
    ),
    ...(working_folder !== undefined && { workingFolder: resolve(folder, working_folder) }),
    ...(user !== undefined && { user: String(user) }),
    ...(group !== undefined && { group: String(group) }),
  }
}

/** What people expect of `run` who know systems that hand it to a shell, or fill it. */
function checkCommand(command: readonly string[], path: Path, isShell: boolean, mistakes: Mistake[]): void {
  const [program = ''] = command
  if (command.some((part) => part.includes('\0'))) mistakes.push(mistakeAt(path, 'a command can hold no NUL'))
  if (isShell) return
  if (command.length === 1 && /\s/.test(program.trim())) {
    const list = program.trim().split(/\s+/).join(', ')
    mistakes.push(mistakeAt(path, `no shell splits run: write [${list}], or use shell:`))
  }
  if (command.some((part) => /\$\{?BELLBUOY_|\{\{/.test(part))) {
    const text =
      'no shell and no template fills run: use shell: with "$BELLBUOY_TAG", or have the program read it'
    mistakes.push(mistakeAt(path, text))
  }
}

function checkVariables(
  names: readonly string[],
  path: Path,
  mistakes: Mistake[],
  at: Mistake['at'] = 'key',
): void {
  for (const name of names) {
    const where = at === 'key' ? [...path, name] : path
    if (!VARIABLE_NAME.test(name)) {
      const text = `${JSON.stringify(name)} cannot be the name of a variable: use letters, digits and _`
      mistakes.push(mistakeAt(where, text, at))
    } else if (at === 'key' && name.startsWith('BELLBUOY_')) {
      mistakes.push(mistakeAt(where, `${name}: names that begin with BELLBUOY_ are those of the facts`, at))
    }
  }
}
