import { Argument, type Command } from 'commander'
import { SHELLS, type Shell } from './shells.ts'

/** Adds `bellbuoy completion`. It is generated from all commands that are added, before this one or after it. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      '\nExample:\n  source <(bellbuoy completion bash)\n  bellbuoy completion zsh > ~/.zsh/functions/_bellbuoy\n  bellbuoy completion fish > ~/.config/fish/completions/bellbuoy.fish',
    )
    .action(async (shell: Shell) => {
      const { completionScript } = await import('./completion-script.ts')
      process.stdout.write(completionScript(program, shell))
    })
}
