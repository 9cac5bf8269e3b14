import { bellbuoyProgram } from './cli/program.ts'

await bellbuoyProgram().parseAsync()
