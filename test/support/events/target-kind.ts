import type { TargetKind } from '../../../src/domain/delivery/target-kind.ts'
import { PLAIN_RULES } from '../../../src/domain/target/target-rules.ts'

/** A kind of target without options, which calls itself `http`, sends as it is told, and has no pace unless told. */
export function targetKind(send: TargetKind['send'], changes: Partial<TargetKind> = {}): TargetKind {
  return {
    ...PLAIN_RULES,
    type: 'http',
    ownFormat: null,
    readAddress: (address) => ({ address, authHeader: null }),
    paceOf: () => ({ limit: null, gatherMs: 0 }),
    send,
    [Symbol.asyncDispose]: () => Promise.resolve(),
    ...changes,
  }
}
