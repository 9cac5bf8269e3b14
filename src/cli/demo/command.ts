import type { Command } from 'commander'

/** Adds `bellbuoy demo`. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('start a temporary registry, Bellbuoy and receiver, push an image, and show the webhook')
    .option('--keep', 'keep everything running until Ctrl+C')
    .addHelpText('after', '\nExample:\n  bellbuoy demo --keep')
    .action(async ({ keep = false }: { keep?: boolean }) => (await import('./demo.ts')).demo(keep))
}
