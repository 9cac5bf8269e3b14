import { Command } from 'commander'
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

await program.parseAsync()
