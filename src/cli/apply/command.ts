import type { Command } from 'commander'
import { callsServer } from '../remote/remote-options.ts'
import type { ApplyOptions } from './apply.ts'
import type { ExportOptions } from './export.ts'

/** Adds `bellbuoy apply` and `bellbuoy export`. */
export function addApplyCommands(program: Command): void {
  const apply = program
    .command('apply')
    .description('make projects, webhooks, sources and settings match YAML files')
    .requiredOption('-f, --file <path>', 'a folder with .yml and .yaml files, or one file')
    .option('--dry-run', 'only show the differences; exit code 1 if there are any')
    .option(
      '--prune',
      'remove everything that earlier runs of this set created and that is in no file any more',
    )
    .option('--send-secrets', 'also send the secrets of objects that exist already')
    .option('-y, --yes', 'do not ask')
  callsServer(apply, 'apply -f configuration --dry-run').action(async (options: ApplyOptions) =>
    (await import('./apply.ts')).apply(options),
  )
  const write = program
    .command('export')
    .description('write the current configuration to files for bellbuoy apply')
    .requiredOption('-o, --output <folder>', 'folder for the files; must be empty or not exist yet')
    .option('-p, --project <name...>', 'only these projects, without system-wide objects')
  callsServer(write, 'export -o configuration').action(async (options: ExportOptions) =>
    (await import('./export.ts')).exportFiles(options),
  )
}
