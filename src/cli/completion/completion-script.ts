import type { Command } from 'commander'
import { bashScript } from './bash-script.ts'
import { commandTree } from './command-tree.ts'
import { fishScript } from './fish-script.ts'
import type { Shell } from './shells.ts'
import { zshScript } from './zsh-script.ts'

/** The script by which a shell completes the commands of a program. */
export function completionScript(program: Command, shell: Shell): string {
  const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript }
  return scripts[shell](commandTree(program))
}
