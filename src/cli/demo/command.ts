import type { Command } from 'commander'

/** Adds `bellbuoy demo`. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description(
      'start a registry, Bellbuoy and a receiver for a moment, push an image, and show its webhook',
    )
    .option('--keep', 'leave it all running until Ctrl+C')
    .addHelpText('after', '\nExample:\n  bellbuoy demo --keep')
    .action(async ({ keep = false }: { keep?: boolean }) => (await import('./demo.ts')).demo(keep))
}
