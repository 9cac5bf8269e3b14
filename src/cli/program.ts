import { Command } from 'commander'
import { EXIT } from './remote/exit-codes.ts'
import { addApplyCommands } from './apply/command.ts'
import { addCompletionCommand } from './completion/command.ts'
import { addDataCommands, addImportCommand } from './data-commands.ts'
import { addDeliveryCommand } from './delivery/command.ts'
import { addDemoCommand } from './demo/command.ts'
import { addDoctorCommand } from './doctor/command.ts'
import { addEventCommand } from './event/command.ts'
import { addHoldCommand } from './hold/command.ts'
import { addListenCommand } from './listen/command.ts'
import { addLogInCommands } from './log-in/command.ts'
import { addMemberCommand } from './member/command.ts'
import { addPolicyCommand } from './policy/command.ts'
import { addProblemCommand } from './problem/command.ts'
import { addProjectCommand } from './project/command.ts'
import { addRecoveryCommands } from './recovery/command.ts'
import { addRobotCommand } from './robot/command.ts'
import { addServerCommands } from './server-commands.ts'
import { addSourceCommand } from './source/command.ts'
import { addStatusCommand } from './status/command.ts'
import { addTailCommand } from './tail/command.ts'
import { addTargetCommand } from './target/command.ts'
import { addUserCommand } from './user/command.ts'
import { VERSION } from '../version.ts'

/** All commands, declared and not yet run. Each loads its own parts: most are short, and none needs those of the server. */
export function bellbuoyProgram(): Command {
  const program = new Command('bellbuoy')
    .description('A self-hosted webhook service for container registries')
    .version(VERSION)
    .showHelpAfterError('(bellbuoy --help lists the commands)')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.done : EXIT.usage))
  addServerCommands(program)
  addDataCommands(program)
  addImportCommand(program)
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
  addApplyCommands(program)
  addUserCommand(program)
  addRobotCommand(program)
  addListenCommand(program)
  addCompletionCommand(program)
  return program
}
