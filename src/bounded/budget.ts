/**
 * What one task may take. Processor time and memory decide, neither of which depends on what else the machine does; the
 * deadline only ends what does not get on at all.
 */
export const MAX_CPU_MS = 500
export const MAX_MEMORY_MIB = 96
export const MAX_WALL_MS = 60_000

/** Of the processes that work: everything else goes first. */
export const NICENESS = 10
