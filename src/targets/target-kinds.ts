import type { TargetKind } from '../domain/target.ts'
import { type HttpTargetOptions, createHttpTarget } from './http-target.ts'

/** Everything that any kind of target needs. */
export type TargetKindOptions = HttpTargetOptions

/** Every kind of target. */
export function createTargetKinds(options: TargetKindOptions): readonly TargetKind[] {
  return [createHttpTarget(options)]
}
