/** What is copied, in the order in which it is. */
export const KINDS = ['users', 'projects', 'members', 'policies', 'robots'] as const
export type Kind = (typeof KINDS)[number]

/** One thing of Harbor's that has its counterpart in Bellbuoy, or should have. */
export interface Thing {
  readonly kind: Kind
  /** Its name for people, with that of its project: `shop/nightly`. */
  readonly name: string
}

export interface Count {
  /** So many Harbor has. */
  harbor: number
  /** So many of them Bellbuoy has after the import, as it lists them itself. */
  bellbuoy: number
  /** So many were created now, or would be in a dry run. */
  copied: number
  /** So many were there before. */
  present: number
}

/** What an import did, and what it leaves to people. */
export class Tally {
  readonly counts: Readonly<Record<Kind, Count>> = {
    users: newCount(),
    projects: newCount(),
    members: newCount(),
    policies: newCount(),
    robots: newCount(),
  }
  /** What could not be taken, with the reason: one line each. */
  readonly notTaken: string[] = []
  /** What people have to do, since Harbor does not give it out, or Bellbuoy has no use for it. */
  readonly leftToDo: string[] = []

  refuse({ kind, name }: Thing, why: string): void {
    this.notTaken.push(`${kind.replace(/ies$/, 'y').replace(/s$/, '')} ${name}: ${why}`)
  }
}

function newCount(): Count {
  return { harbor: 0, bellbuoy: 0, copied: 0, present: 0 }
}
