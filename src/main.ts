import { Command } from 'commander'
import type { BackupOptions } from './cli/backup.ts'
import type { ImportHarborOptions } from './cli/import-harbor.ts'
import type { MigrateDatabaseOptions } from './cli/migrate-database.ts'
import type { RestoreOptions } from './cli/restore.ts'
import { EXIT } from './cli/remote/exit-codes.ts'
import { addDeliveryCommand } from './cli/delivery/command.ts'
import { addEventCommand } from './cli/event/command.ts'
import { addHoldCommand } from './cli/hold/command.ts'
import { addCompletionCommand } from './cli/completion/command.ts'
import { addDoctorCommand } from './cli/doctor/command.ts'
import { addListenCommand } from './cli/listen/command.ts'
import { addDemoCommand } from './cli/demo/command.ts'
import { addLogInCommands } from './cli/log-in/command.ts'
import { addMemberCommand } from './cli/member/command.ts'
import { addPolicyCommand } from './cli/policy/command.ts'
import { addProblemCommand } from './cli/problem/command.ts'
import { addProjectCommand } from './cli/project/command.ts'
import { addRobotCommand } from './cli/robot/command.ts'
import { addSourceCommand } from './cli/source/command.ts'
import { addStatusCommand } from './cli/status/command.ts'
import { addTailCommand } from './cli/tail/command.ts'
import { addRecoveryCommands } from './cli/recovery/command.ts'
import { addTargetCommand } from './cli/target/command.ts'
import { addUserCommand } from './cli/user/command.ts'
import { VERSION } from './version.ts'

// Each command loads its own parts: most are short, and none needs those of the server.
const program = new Command('bellbuoy')
  .description('A self-hosted webhook service for container registries')
  .version(VERSION)
  .showHelpAfterError('(bellbuoy --help shows the commands)')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.done : EXIT.usage))

program
  .command('serve')
  .description('take notifications in, deliver webhooks, serve the API')
  .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
  .option('--no-deliver', 'leave the deliveries to other processes on the same database')
  .action(async (options: { config?: string; deliver: boolean }) =>
    (await import('./cli/serve.ts')).serve(options),
  )

program
  .command('worker')
  .description(
    'deliver what other processes on the same database take in; HOST and PORT serve /health and /metrics',
  )
  .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
  .action(async (options: { config?: string }) => (await import('./cli/worker.ts')).worker(options))

program
  .command('rekey')
  .description('seal every stored secret with a new key; the service must not run meanwhile')
  .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
  .option('--old-key-file <file>', 'where the old key is, when SECRET_KEY sets the new one')
  .action(async (options: { config?: string; oldKeyFile?: string }) =>
    (await import('./cli/rekey.ts')).rekey(options),
  )

program
  .command('audit')
  .description(
    'check that nothing was lost; exit code 0 when the account balances; the service may run meanwhile',
  )
  .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
  .option('--json', 'print the report as JSON')
  .action(async (options: { config?: string; json?: boolean }) =>
    (await import('./cli/audit.ts')).audit(options),
  )

program
  .command('backup')
  .description('copy the database into a file and audit the copy; the service may run meanwhile')
  .argument('<file>', 'where the copy goes, readable by its owner alone')
  .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
  .option('--replace', 'overwrite the file if it is there')
  .action(async (file: string, options: BackupOptions) =>
    (await import('./cli/backup.ts')).backup(file, options),
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
    (await import('./cli/restore.ts')).restore(file, options),
  )

program
  .command('migrate-database')
  .description(
    'copy everything into another, empty database; no server may use either; run again, it goes on',
  )
  .requiredOption('--from <url>', 'the database to read: sqlite:PATH or postgres://…')
  .requiredOption('--to <url>', 'the database to fill: sqlite:PATH or postgres://…')
  .action(async (options: MigrateDatabaseOptions) =>
    (await import('./cli/migrate-database.ts')).migrateDatabase(options),
  )

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
  .option('--robot-secrets <file>', 'where to write the new secrets of robots; without it no robot is copied')
  .option('--insecure', 'do not check the certificates')
  .option('--dry-run', 'only count and compare')
  .action(async (options: ImportHarborOptions) =>
    (await import('./cli/import-harbor.ts')).importHarbor(options),
  )

program
  .command('health')
  .description(
    'ask the server or worker that runs with these settings how it is; exit code 0 when it is healthy',
  )
  .option('-c, --config <file>', 'settings file (default: bellbuoy.yml in this folder, if there is one)')
  .action(async (options: { config?: string }) => (await import('./cli/health.ts')).health(options))

program
  .command('version')
  .description('print the version, its commit, the newest step of the tables, and the Node that it runs on')
  .option('--json', 'print them as JSON')
  .action(async (options: { json?: boolean }) => (await import('./cli/version.ts')).version(options))

addDemoCommand(program)
addLogInCommands(program)
addStatusCommand(program)
addTailCommand(program)
addDoctorCommand(program)
addProjectCommand(program)
addSourceCommand(program)
addMemberCommand(program)
addPolicyCommand(program)
addEventCommand(program)
addDeliveryCommand(program)
addRecoveryCommands(program)
addTargetCommand(program)
addHoldCommand(program)
addProblemCommand(program)
addUserCommand(program)
addRobotCommand(program)
addListenCommand(program)
addCompletionCommand(program)

await program.parseAsync()
