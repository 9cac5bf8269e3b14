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
    .option('--repository <path>', 'only this repository, such as team/app', textGiven)
    .option('--tag <tag>', 'only this tag', textGiven)
    .option('--operator <name>', 'only actions of this user or robot', textGiven)
    .option('--source <name>', 'only events from this source', textGiven)
    .option(
      '--since <time>',
      'only since this time: 30m, 2h or 7d ago, or a time such as 2026-11-30T12:00:00Z',
      textGiven,
    )
    .option('--until <time>', 'only before this time', textGiven)
    .option('--words <text>', 'only entries that contain all these words', textGiven)
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
