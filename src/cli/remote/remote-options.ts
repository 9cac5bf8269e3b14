import type { Command } from 'commander'

/** What every command takes that calls a server. */
export interface RemoteOptions {
  readonly server?: string
  readonly context?: string
  readonly ca?: string
  readonly insecure?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  /** Set for a command that has `--project` and was called without it: it is about the whole system. */
  readonly isOfSystem?: boolean
}

/** Adds the options, and an example to the help. @param example the arguments behind `bellbuoy` */
export function callsServer(command: Command, example: string): Command {
  return command
    .option('--server <url>', 'address of the server (default: BELLBUOY_SERVER, or the log-in)')
    .option('--context <name>', 'log-in to use (default: BELLBUOY_CONTEXT, or the current one)')
    .option('--ca <file>', 'additional CA certificates to trust (PEM)')
    .option('--insecure', 'do not verify the TLS certificate of the server')
    .option('--json', 'print JSON: one object, or one per line for a list')
    .option('-q, --quiet', 'print only names or numbers, one per line')
    .addHelpText('after', `\nExample:\n  bellbuoy ${example}`)
    .hook('preAction', (called) => {
      const hasProject = called.options.some(({ long }) => long === '--project')
      if (hasProject && called.getOptionValue('project') === undefined)
        called.setOptionValue('isOfSystem', true)
    })
}
