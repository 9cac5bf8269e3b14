import Type, { type Static } from 'typebox'
import { CALL, COMMAND } from './action-schema.ts'
import { CONDITIONS } from './conditions-schema.ts'
import { SecretReference, closed, count, duration, oneOf, size, text, yesOrNo } from './schema-parts.ts'

const RETRY = closed(
  {
    max: Type.Optional(count(0, 100, 'Retries after the first attempt. Absent: 5.')),
    initial_wait: Type.Optional(duration('The wait before the first retry. Absent: 500ms.')),
    factor: Type.Optional(
      Type.Number({
        minimum: 1,
        maximum: 100,
        description: 'By which each wait is longer than the one before. Absent: 3.',
        expects: 'a number from 1 to 100',
      }),
    ),
    max_wait: Type.Optional(
      duration('The longest wait; when one would be longer, the run gives up. Absent: 30m.'),
    ),
    randomization: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: 'The part of a wait that is random. Absent: 0.1.',
        expects: 'a number from 0 to 1',
      }),
    ),
  },
  { description: 'When a failed run is tried again.', expects: 'settings such as max: 3' },
)

/** When and how often a rule runs, whatever it does. */
const RUNNING = {
  time_limit: Type.Optional(duration('After it, the run and all that it started are killed. Absent: 10m.')),
  concurrency: Type.Optional(count(1, 1000, 'Runs of this rule at the same time. Absent: 4.')),
  order: Type.Optional(
    oneOf(
      ['repository', 'none'],
      'repository (the default): runs for one repository go one after the other, in the order of the webhooks. none: as they come.',
    ),
  ),
  only_latest: Type.Optional(
    yesOrNo('true: a waiting run is dropped when a newer webhook for the same repository and tag arrives.'),
  ),
  retry: Type.Optional(
    Type.Union([count(0, 100, 'Retries after the first attempt.'), RETRY], {
      description: 'How often a failed run is tried again, or when. Absent: 5 times.',
      expects: 'a number of retries, or settings such as max: 3',
    }),
  ),
  on_redelivery: Type.Optional(
    oneOf(
      ['if-failed', 'run'],
      'When a person has a webhook delivered again: run again only if the last run failed (the default), or always.',
    ),
  ),
  answer: Type.Optional(
    oneOf(
      ['accepted', 'result'],
      'accepted (the default): 202 at once. result: the answer waits for the run, and is 200 or 500.',
    ),
  ),
}

export const RuleSchema = closed(
  {
    name: text('Names the rule in runs, logs and metrics; unique in this file.'),
    ...CONDITIONS,
    ...COMMAND,
    call: Type.Optional(CALL),
    ...RUNNING,
  },
  { description: 'What runs for which webhooks.', expects: 'a rule: name: and run:, shell: or call:' },
)

const SigningSecret = closed(
  {
    ...SecretReference.properties,
    public_key: Type.Optional(text('whpk_…, the public key of signatures v1a; it is no secret.', 'whpk_…')),
  },
  {
    description: 'A secret whsec_… in a file or variable, or a public key whpk_….',
    expects: '{file: PATH}, {variable: NAME} or {public_key: whpk_…}',
  },
)

const SIGNING = closed(
  {
    secrets: Type.Array(SigningSecret, {
      minItems: 1,
      description: 'A webhook must be signed with one of them.',
      expects: 'a list of {file: PATH}, {variable: NAME} or {public_key: whpk_…}',
    }),
    tolerance: Type.Optional(duration('How far the time of a signature may be off. Absent: 5m.')),
  },
  { description: 'Standard Webhooks signatures.', expects: 'secrets: and perhaps tolerance:' },
)

export const RulesFileSchema = closed(
  {
    authorization: Type.Optional(
      Type.Array(SecretReference, {
        minItems: 1,
        description:
          'Values that the header Authorization of a webhook may have, each the whole header or the secret behind "Secret ".',
        expects: 'a list of {file: PATH} or {variable: NAME}',
      }),
    ),
    signing: Type.Optional(SIGNING),
    repeat_window: Type.Optional(
      duration('How long a webhook without an id, with the same body, counts as the same one. Absent: 2s.'),
    ),
    max_body: Type.Optional(size('The longest body of a webhook. Absent: 8MiB.')),
    keep: Type.Optional(duration('How long runs are kept after their end. Absent: 30d.')),
    concurrency: Type.Optional(count(1, 10_000, 'Runs of all rules at the same time. Absent: 16.')),
    rules: Type.Array(RuleSchema, {
      minItems: 1,
      description: 'What runs for which webhooks. A webhook runs every rule that it matches.',
      expects: 'a list of rules',
    }),
  },
  { description: 'Rules of bellbuoy listen.', expects: 'a map with keys such as rules:' },
)

export type WrittenRulesFile = Static<typeof RulesFileSchema>
export type WrittenRule = Static<typeof RuleSchema>
export type WrittenCall = Static<typeof CALL>
export type WrittenSecret = Static<typeof SecretReference>
