import type { Command } from 'commander'
import type { BackupOptions } from './backup.ts'
import type { ImportHarborOptions } from './import-harbor.ts'
import type { MigrateDatabaseOptions } from './migrate-database.ts'
import type { RestoreOptions } from './restore.ts'

/** Adds the commands that work on the data of a server. */
export function addDataCommands(program: Command): void {
  program
    .command('rekey')
    .description('encrypt every stored secret with a new key; stop the service first')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if it exists)')
    .option('--old-key-file <file>', 'file with the old key, if SECRET_KEY sets the new one')
    .action(async (options: { config?: string; oldKeyFile?: string }) =>
      (await import('./rekey.ts')).rekey(options),
    )

  program
    .command('audit')
    .description(
      'check that nothing was lost; exit code 0 if the loss account balances; the service can keep running',
    )
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if it exists)')
    .option('--json', 'print the report as JSON')
    .action(async (options: { config?: string; json?: boolean }) =>
      (await import('./audit.ts')).audit(options),
    )

  program
    .command('backup')
    .description('copy the database to a file and audit the copy; the service can keep running')
    .argument('<file>', 'file for the copy; only its owner can read it')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if it exists)')
    .option('--replace', 'overwrite the file if it exists')
    .action(async (file: string, options: BackupOptions) =>
      (await import('./backup.ts')).backup(file, options),
    )

  program
    .command('restore')
    .description('replace the database by a backup and hold all deliveries; stop the service first')
    .argument('[file]', 'the backup; leave it out to prepare a database that another tool has restored')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if it exists)')
    .option('--replace', 'rename an existing database and keep it')
    .option('--send', 'do not hold deliveries; without a file: release the hold of the last restore')
    .action(async (file: string | undefined, options: RestoreOptions) =>
      (await import('./restore.ts')).restore(file, options),
    )

  program
    .command('migrate-database')
    .description(
      'copy everything to another, empty database; stop every server on both first; a second run continues the first',
    )
    .requiredOption('--from <url>', 'database to read: sqlite:PATH or postgres://…')
    .requiredOption('--to <url>', 'database to fill: sqlite:PATH or postgres://…')
    .action(async (options: MigrateDatabaseOptions) =>
      (await import('./migrate-database.ts')).migrateDatabase(options),
    )
}

/** Adds the command that takes over what a Harbor has. */
export function addImportCommand(program: Command): void {
  program
    .command('import-harbor')
    .description('copy projects, members, users, policies and robots from Harbor to a running Bellbuoy')
    .requiredOption('--harbor <url>', 'address of Harbor')
    .option('--harbor-user <name>', 'system admin of Harbor', 'admin')
    .requiredOption('--harbor-password-file <file>', 'file with the password of that user')
    .option('--bellbuoy <url>', 'address of Bellbuoy', 'http://127.0.0.1:8080')
    .option('--user <name>', 'system admin of Bellbuoy', 'admin')
    .requiredOption('--password-file <file>', 'file with the password of that user')
    .option('-p, --project <name...>', 'only these projects and their members', [])
    .option('--robot-secrets <file>', 'file for the new secrets of robots; without it, no robots are copied')
    .option('--insecure', 'do not verify TLS certificates')
    .option('--dry-run', 'only count and compare; change nothing')
    .action(async (options: ImportHarborOptions) =>
      (await import('./import-harbor.ts')).importHarbor(options),
    )
}
