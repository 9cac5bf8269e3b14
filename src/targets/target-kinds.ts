import type { TargetKind } from '../domain/target.ts'
import { createHttpTarget } from './http-target.ts'
import type { HttpSenderParts } from './http/http-sender.ts'

/** Everything that any kind of target needs. */
export type TargetKindOptions = HttpSenderParts

/** Every kind of target. */
export function createTargetKinds(options: TargetKindOptions): readonly TargetKind[] {
  return [createHttpTarget(options)]
}
