/**
 * What one task may take. Processor time and memory decide, neither of which depends on what else the machine does; the
 * deadline only ends what does not get on at all.
 */
export const MAX_CPU_MS = 500
export const MAX_MEMORY_MIB = 96
export const MAX_WALL_MS = 300_000

/** The lowest there is: everything else goes first, so that what users write moves nobody's latency. */
export const NICENESS = 19
