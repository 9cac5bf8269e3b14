import type { Command } from 'commander'
import { textGiven } from './arguments.ts'

/** Of a command that works in one project, or on the whole system. */
export interface ProjectOption {
  readonly project?: string
}

/** Adds `--project`. @param without where the command works without it */
export function inProject(command: Command, without: string): Command {
  return command.option('-p, --project <name>', `the project (default: ${without})`, textGiven)
}
