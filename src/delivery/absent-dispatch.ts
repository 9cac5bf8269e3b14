import { randomUUID } from 'node:crypto'
import type { Dispatch } from '../domain/delivery/dispatch.ts'
import type { OtherNodes } from '../domain/other-nodes.ts'
import type { Store } from '../domain/store.ts'

/** For a process that delivers nothing: whatever is stored waits for the others, which hear of it. */
export function absentDispatch(nodes: Pick<OtherNodes, 'tell'>, breakers: Store['breakers']): Dispatch {
  return {
    owner: randomUUID(),
    leaseMs: 0,
    reserve: () => false,
    release: () => undefined,
    start: ({ id }) => {
      throw new Error(`delivery ${id} cannot start in a process that delivers nothing`)
    },
    expect: (targetId) => nodes.tell({ due: [targetId] }),
    // The others let go of what they hold when they hear that the target has changed.
    hold: () => Promise.resolve(),
    closeBreaker(targetId) {
      void breakers.close(targetId).catch(() => undefined)
      nodes.tell({ reachable: [targetId], due: [targetId] })
    },
  }
}
