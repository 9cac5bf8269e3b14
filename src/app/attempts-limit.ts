import type { Config } from '../config.ts'

/** The other half is for callers, connections that are kept, files, and whatever else opens something. */
const PART_OF_DESCRIPTORS = 1 / 2

/** How many attempts may be under way at a time: as the setting says, as far as the process may have file descriptors for them. */
export function attemptsLimit({ attemptsAtATime }: Pick<Config, 'attemptsAtATime'>): number {
  return Math.min(attemptsAtATime, Math.max(1, Math.floor(descriptorsLimit() * PART_OF_DESCRIPTORS)))
}

let knownLimit: number | undefined

/** Infinity where the system has no limit, or does not say. The report takes some 40 ms, and the limit stays. */
function descriptorsLimit(): number {
  return (knownLimit ??= readDescriptorsLimit())
}

function readDescriptorsLimit(): number {
  const { report } = process
  // What it would say of the network may take a look-up of names.
  Object.assign(report, { excludeNetwork: true })
  const { userLimits } = report.getReport() as { userLimits?: { open_files?: { soft: unknown } } }
  const limit = userLimits?.open_files?.soft
  return typeof limit === 'number' ? limit : Infinity
}
