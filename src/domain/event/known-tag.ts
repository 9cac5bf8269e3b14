import type { Moment } from './moment.ts'

/**
 * A tag, or what was deleted under a name: a tag, a manifest (its digest is the name) or all of a repository (`WHOLE_REPOSITORY`). Deleted
 * names are kept for a while, so that an event which happened before the deletion is recognised as late.
 */
export interface KnownTag {
  readonly name: string
  /**
   * The digest that it points to. Of a tag whose manifest was deleted: that manifest, until the registry reports the tag as deleted too.
   * Else empty.
   */
  readonly digest: string
  /** When it last moved or was deleted. */
  readonly moved: Moment
  /** When its deletion was accepted; null while it is there. */
  readonly deletedAtMs: number | null
}

/** The name under which the deletion of a repository is known. No tag is empty. */
export const WHOLE_REPOSITORY = ''
