import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { DoctorOptions } from './doctor.ts'

/** Adds `bellbuoy doctor`. */
export function addDoctorCommand(program: Command): void {
  const doctor = program
    .command('doctor')
    .description(
      'find what is wrong with a set-up, and say how to repair it; exit code 1 when something is bad',
    )
    .option('--config <file>', 'look at this machine too, with the settings of its server')
    .option('--registry-config <file>', 'compare this configuration of a registry with its source here')
    .option(
      '--source <name>',
      'the source that the registry reports to (default: the one that its address names)',
    )
  callsServer(doctor, 'doctor --registry-config /etc/docker/registry/config.yml').action(
    async (options: RemoteOptions & DoctorOptions) => (await import('./doctor.ts')).doctor(options),
  )
}
