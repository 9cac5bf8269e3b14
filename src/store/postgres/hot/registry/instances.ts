import { type Session, statement } from '../session.ts'

const INSERT = statement(`
  insert into instance (name)
  select name from unnest($1::text[]) as name where not exists (select 1 from instance i where i.name = name.name)
  order by name on conflict do nothing`)

/** Sees to it that instances of registries have numbers, by which statements find them. */
export function nameInstances(session: Session, names: Iterable<string | null>): void {
  const wanted = new Set(names)
  wanted.delete(null)
  if (wanted.size > 0) session.tell(INSERT, [...wanted])
}
