import type { Selectable } from 'kysely'
import type { KnownTag } from '../../domain/event/known-tag.ts'
import { digestOf } from '../columns/digest-bytes.ts'
import type { TagTable } from './event-tables.ts'

/** A tag with the digest that it points to and the instance that moved it. */
export type TagRow = Pick<Selectable<TagTable>, 'name' | 'moved_at' | 'deleted_at'> & {
  readonly digest: Uint8Array | null
  readonly moved_by: string | null
}

export function knownTagOf({ name, digest, moved_at, moved_by, deleted_at }: TagRow): KnownTag {
  return {
    name,
    digest: digest === null ? '' : digestOf(digest),
    moved: { atMs: moved_at, instance: moved_by },
    deletedAtMs: deleted_at,
  }
}
