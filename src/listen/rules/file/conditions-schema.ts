import Type from 'typebox'
import { SEVERITIES } from '../../../domain/event/event-detail.ts'
import { EVENT_TYPES, proposalNameOf } from '../../../domain/event/event-type.ts'
import { oneOf, oneOrMore, text } from './schema-parts.ts'

const BOTH_NAMES = [...new Set([...EVENT_TYPES, ...EVENT_TYPES.map(proposalNameOf)])]

const EventTypeName = Type.String({ enum: BOTH_NAMES, expects: 'the name of an event type' })

const patterns = (of: string, example: string) =>
  oneOrMore(
    text('A glob; with ! before it, what it matches is left out.'),
    `Globs on the ${of}, one of which must match; those with ! before them must not. For example ${example}. Absent: every one.`,
    'a glob or a list of globs',
  )

/** Which webhooks a rule is for. */
export const CONDITIONS = {
  on: Type.Optional(
    oneOrMore(
      EventTypeName,
      'Event types, by either of their names: PUSH_ARTIFACT or pushImage. Absent: every one.',
      'an event type or a list of event types',
    ),
  ),
  project: Type.Optional(patterns('project', 'team-*')),
  repository: Type.Optional(
    patterns('repository, with its project or inside of it', '"team/**" or [web, "!**/cache"]'),
  ),
  tag: Type.Optional(patterns('tag; an event without one has the tag ""', '["v*", "!*-rc*"]')),
  actor: Type.Optional(patterns('name of who did it', '"robot$ci"')),
  severity: Type.Optional(
    oneOf(SEVERITIES, 'Of scans only those that found something at least as severe; other events pass.'),
  ),
  severity_below: Type.Optional(
    oneOf(SEVERITIES, 'Only scans with a result whose worst finding is less severe; no other event passes.'),
  ),
}
