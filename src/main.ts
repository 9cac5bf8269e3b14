import { Command } from 'commander'
import { VERSION } from './version.ts'

// Each command loads its own parts: most are short, and none needs those of the server.
const program = new Command('bellbuoy')
  .description('A self-hosted webhook service for container registries')
  .version(VERSION)
  .showHelpAfterError('(bellbuoy --help shows the commands)')

program
  .command('serve')
  .description('take notifications in, deliver webhooks, serve the API')
  .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
  .action(async (options: { config?: string }) => (await import('./cli/serve.ts')).serve(options))

program
  .command('rekey')
  .description('seal every stored secret with a new key; the service must not run meanwhile')
  .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
  .option('--old-key-file <file>', 'where the old key is, when SECRET_KEY sets the new one')
  .action(async (options: { config?: string; oldKeyFile?: string }) =>
    (await import('./cli/rekey.ts')).rekey(options),
  )

await program.parseAsync()
