/**
 * What one task may take. Processor time and memory decide, neither of which depends on what else the machine does; the
 * deadline only ends what does not get on at all.
 */
export const MAX_CPU_MS = 500
/** The signal that ends a process whose task has used up its processor time. SIGXCPU would leave a memory dump behind. */
export const OUT_OF_TIME = 'SIGVTALRM'
export const MAX_MEMORY_MIB = 96
export const MAX_WALL_MS = 300_000

/** Processor time that a task gets at once. Few honest ones take a tenth of it. */
export const FREE_CPU_MS = 50
/**
 * A task that takes more gets a little at a time, and all of those together a twentieth of one core: however many of them there are and
 * whatever they do to caches and the scheduler, nineteen requests in twenty meet none of them.
 */
export const SLICE_CPU_MS = 10
export const SLICE_EVERY_MS = 200

/** The lowest there is: everything else goes first, so that what users write moves nobody's latency. */
export const NICENESS = 19
