import type { SourceKind } from '../domain/source.ts'
import { distribution } from './distribution.ts'

/** Every kind of source. */
export const SOURCE_KINDS: readonly SourceKind[] = [distribution]
