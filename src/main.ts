import { Command } from 'commander'
import { rekey } from './cli/rekey.ts'
import { serve } from './cli/serve.ts'
import { VERSION } from './version.ts'

const program = new Command('bellbuoy')
  .description('A self-hosted webhook service for container registries')
  .version(VERSION)
  .showHelpAfterError('(bellbuoy --help shows the commands)')

program
  .command('serve')
  .description('take notifications in, deliver webhooks, serve the API')
  .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
  .action((options: { config?: string }) => serve(options))

program
  .command('rekey')
  .description('seal every stored secret with a new key; the service must not run meanwhile')
  .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
  .option('--old-key-file <file>', 'where the old key is, when SECRET_KEY sets the new one')
  .action((options: { config?: string; oldKeyFile?: string }) => rekey(options))

await program.parseAsync()
