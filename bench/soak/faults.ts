import type { Options } from '../options.ts'
import type { Fault } from './fault.ts'
import { badBodies, halfRequests, wrongTokens } from './faults/clients.ts'
import { cutConnections, longReader } from './faults/database.ts'
import { kill, pause } from './faults/process.ts'
import { receiverBreaks, receiverFails, receiverIsSilent, receiverIsSlow } from './faults/receiver.ts'

const FAULTS: readonly Fault[] = [
  receiverFails,
  receiverBreaks,
  badBodies,
  receiverIsSlow,
  pause,
  longReader,
  cutConnections,
  receiverIsSilent,
  halfRequests,
  wrongTokens,
]

/** In the order in which a soak takes turns between them. */
export function faultsOf({ database }: Options): readonly Fault[] {
  const used = database === 'sqlite' ? 'sqlite' : 'postgres'
  return FAULTS.filter(({ only = used }) => only === used)
}

/** Comes once, in the middle: memory and descriptors are compared within one life. */
export const KILL = kill
