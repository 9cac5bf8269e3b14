import type { ComponentType } from 'react'
import { FieldsIn } from '../../../../parts/fields/field-errors.tsx'
import { PairFields } from '../../../../parts/fields/pair-fields.tsx'
import type { Text } from '../../../../text/english.ts'
import type { TargetOptions } from '../../policy-form.ts'
import { AuthorityFields, ClientCertificateFields, ProxyFields, TimeoutFields } from './connection-fields.tsx'
import { MailServerFields } from './mail-fields.tsx'
import type { OptionsAt } from './options-at.ts'
import { RateLimitFields } from './rate-limit-fields.tsx'

export type RareGroupId = keyof Text['targetOptions']['groups']

/** Options that most targets do without: a button adds their fields. */
export interface RareGroup {
  readonly id: RareGroupId
  /** The options that it is about; a kind that has the first one has the group. */
  readonly options: readonly string[]
  readonly Fields: ComponentType<GroupFieldsProps>
}

export interface GroupFieldsProps {
  readonly at: OptionsAt
  /** Whether the kind of target has an option. */
  readonly has: (option: string) => boolean
}

export const RARE_GROUPS: readonly RareGroup[] = [
  { id: 'headers', options: ['headers'], Fields: HeaderFields },
  { id: 'smtp', options: ['smtp'], Fields: MailServerFields },
  {
    id: 'timeout',
    options: ['timeout_seconds', 'http_version'],
    Fields: ({ at, has }) => <TimeoutFields at={at} hasVersion={has('http_version')} />,
  },
  { id: 'rateLimit', options: ['rate_limit'], Fields: RateLimitFields },
  { id: 'authorities', options: ['ca'], Fields: AuthorityFields },
  { id: 'clientCertificate', options: ['client_certificate'], Fields: ClientCertificateFields },
  { id: 'proxy', options: ['proxy'], Fields: ProxyFields },
]

/** Options that have a place of their own in the form of a target. */
const PLACED = [
  'basic',
  'bearer',
  'oauth2',
  'signing',
  'cloudevents_mode',
  'template',
  'from',
  'digest_seconds',
]

/** The options of a kind that no group is about. */
export function optionsWithoutGroup(names: readonly string[]): readonly string[] {
  const grouped = [...PLACED, ...RARE_GROUPS.flatMap(({ options }) => options)]
  return names.filter((name) => !grouped.includes(name))
}

/** The headers of every request. */
function HeaderFields({ at }: GroupFieldsProps) {
  const stored = (at.stored['headers'] ?? {}) as TargetOptions
  return (
    <FieldsIn path="headers">
      <PairFields
        pairs={(at.options['headers'] ?? {}) as Readonly<Record<string, string>>}
        isSecret
        isStored={(name) => stored[name] === ''}
        onChange={(headers) => at.onChange({ ...at.options, headers })}
      />
    </FieldsIn>
  )
}
