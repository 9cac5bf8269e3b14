import type { Command } from 'commander'
import type { BackupOptions } from './backup.ts'
import type { ImportHarborOptions } from './import-harbor.ts'
import type { MigrateDatabaseOptions } from './migrate-database.ts'
import type { RestoreOptions } from './restore.ts'

/** Adds the commands that work on the data of a server. */
export function addDataCommands(program: Command): void {
  program
    .command('rekey')
    .description('seal every stored secret with a new key; the service must not run meanwhile')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
    .option('--old-key-file <file>', 'where the old key is, when SECRET_KEY sets the new one')
    .action(async (options: { config?: string; oldKeyFile?: string }) =>
      (await import('./rekey.ts')).rekey(options),
    )

  program
    .command('audit')
    .description(
      'check that nothing was lost; exit code 0 when the account balances; the service may run meanwhile',
    )
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
    .option('--json', 'print the report as JSON')
    .action(async (options: { config?: string; json?: boolean }) =>
      (await import('./audit.ts')).audit(options),
    )

  program
    .command('backup')
    .description('copy the database into a file and audit the copy; the service may run meanwhile')
    .argument('<file>', 'where the copy goes, readable by its owner alone')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
    .option('--replace', 'overwrite the file if it is there')
    .action(async (file: string, options: BackupOptions) =>
      (await import('./backup.ts')).backup(file, options),
    )

  program
    .command('restore')
    .description(
      'put a backup in the place of the database, with everything on hold; the service must not run meanwhile',
    )
    .argument('[file]', 'the backup; without it, the database is there already and is only prepared')
    .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
    .option('--replace', 'keep a database that is there under another name')
    .option('--send', 'hold nothing; without a file, end the hold of a restore')
    .action(async (file: string | undefined, options: RestoreOptions) =>
      (await import('./restore.ts')).restore(file, options),
    )

  program
    .command('migrate-database')
    .description(
      'copy everything into another, empty database; no server may use either; run again, it goes on',
    )
    .requiredOption('--from <url>', 'the database to read: sqlite:PATH or postgres://…')
    .requiredOption('--to <url>', 'the database to fill: sqlite:PATH or postgres://…')
    .action(async (options: MigrateDatabaseOptions) =>
      (await import('./migrate-database.ts')).migrateDatabase(options),
    )
}

/** Adds the command that takes over what a Harbor has. */
export function addImportCommand(program: Command): void {
  program
    .command('import-harbor')
    .description('copy projects, members, users, policies and robots from a Harbor to a Bellbuoy that runs')
    .requiredOption('--harbor <url>', 'where Harbor is')
    .option('--harbor-user <name>', 'a system admin of Harbor', 'admin')
    .requiredOption('--harbor-password-file <file>', 'a file that holds the password there')
    .option('--bellbuoy <url>', 'where Bellbuoy is', 'http://127.0.0.1:8080')
    .option('--user <name>', 'a system admin of Bellbuoy', 'admin')
    .requiredOption('--password-file <file>', 'a file that holds the password here')
    .option('--project <name...>', 'only these projects, and the users who are their members', [])
    .option(
      '--robot-secrets <file>',
      'where to write the new secrets of robots; without it no robot is copied',
    )
    .option('--insecure', 'do not check the certificates')
    .option('--dry-run', 'only count and compare')
    .action(async (options: ImportHarborOptions) =>
      (await import('./import-harbor.ts')).importHarbor(options),
    )
}
