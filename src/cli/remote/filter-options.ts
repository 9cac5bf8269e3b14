import type { Command } from 'commander'
import { textGiven } from './arguments.ts'
import { givenTime } from './times.ts'

/** The fields by which events, and so their deliveries, are looked for. */
export interface FilterOptions {
  readonly type?: string
  readonly repository?: string
  readonly tag?: string
  readonly operator?: string
  readonly source?: string
  readonly since?: string
  readonly until?: string
  readonly words?: string
}

/** Adds the options. None of them may be empty: an empty one would match everything. */
export function filtersEvents(command: Command): Command {
  return command
    .option('--type <type>', 'only events of this type, such as PUSH_ARTIFACT', textGiven)
    .option('--repository <path>', 'only of this repository, such as team/app', textGiven)
    .option('--tag <tag>', 'only of this tag', textGiven)
    .option('--operator <name>', 'only what this user or robot did', textGiven)
    .option('--source <name>', 'only what this source reported', textGiven)
    .option('--since <time>', 'only from then on: a span before now (30m, 2h, 7d) or a time', textGiven)
    .option('--until <time>', 'only before then', textGiven)
    .option('--words <text>', 'only with all these words', textGiven)
}

/** The filter as the API takes it. @throws CommandFault for a time that is none */
export function eventFilter({ type, repository, tag, operator, source, since, until, words }: FilterOptions) {
  const nowMs = Date.now()
  return withoutAbsent({
    event_type: type,
    repository,
    tag,
    operator,
    source,
    since: givenTime('--since', since, nowMs),
    until: givenTime('--until', until, nowMs),
    words,
  })
}

type Present<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

/** The fields that have a value. */
export function withoutAbsent<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<Fields>
}
