import type { SourceKind } from '../domain/registry/source.ts'
import { distribution } from './distribution.ts'
import { generic } from './generic.ts'
import { harbor } from './harbor.ts'
import { zot } from './zot.ts'

/** Every kind of source. */
export const SOURCE_KINDS: readonly SourceKind[] = [distribution, harbor, zot, generic]
