import type { Command } from 'commander'
import { callsServer } from '../remote/remote-options.ts'
import type { ApplyOptions } from './apply.ts'
import type { ExportOptions } from './export.ts'

/** Adds `bellbuoy apply` and `bellbuoy export`. */
export function addApplyCommands(program: Command): void {
  const apply = program
    .command('apply')
    .description('bring projects, webhooks, sources and settings to what YAML files say')
    .requiredOption('-f, --file <path>', 'a folder with .yml and .yaml files, or one file')
    .option('--dry-run', 'only show the differences; exit code 1 when there are some')
    .option('--prune', 'remove what the same set made before and no file names any more')
    .option('--send-secrets', 'send the secrets of what is there already, too')
    .option('-y, --yes', 'do not ask')
  callsServer(apply, 'apply -f configuration --dry-run').action(async (options: ApplyOptions) =>
    (await import('./apply.ts')).apply(options),
  )
  const write = program
    .command('export')
    .description('write what is there as files for bellbuoy apply')
    .requiredOption('-o, --output <folder>', 'where the files go; it must be empty, or not there')
    .option('--project <name...>', 'only these projects, and nothing of the system')
  callsServer(write, 'export -o configuration').action(async (options: ExportOptions) =>
    (await import('./export.ts')).exportFiles(options),
  )
}
