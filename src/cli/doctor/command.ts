import type { Command } from 'commander'
import { type RemoteOptions, callsServer } from '../remote/remote-options.ts'
import type { DoctorOptions } from './doctor.ts'

/** Adds `bellbuoy doctor`. */
export function addDoctorCommand(program: Command): void {
  const doctor = program
    .command('doctor')
    .description('check an installation and show how to fix each problem; exit code 1 if a check fails')
    .option('--config <file>', 'also check this machine, with the settings file of its server')
    .option('--registry-config <file>', 'compare this registry configuration with its source in Bellbuoy')
    .option('--source <name>', 'source that the registry reports to (default: the one in its endpoint URL)')
  callsServer(doctor, 'doctor --registry-config /etc/docker/registry/config.yml').action(
    async (options: RemoteOptions & DoctorOptions) => (await import('./doctor.ts')).doctor(options),
  )
}
