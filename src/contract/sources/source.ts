import Type, { type Static } from 'typebox'
import { RemoveSecrets } from '../remove-secrets.ts'
import { REGISTRY_HOST_ORIGINS } from '../../domain/registry/registry-host.ts'

/** The source of the first start, which keeps its name and stays. */
export { DEFAULT_SOURCE } from '../../domain/registry/source.ts'

const Settings = Type.Record(Type.String(), Type.Unknown(), {
  description: 'what the kind of source offers; a secret among it that is empty stays as it is stored',
})

export const SourceRequest = Type.Object({
  name: Type.String({ description: 'the last part of its path; lower-case letters, digits, dots, hyphens' }),
  kind: Type.String({ description: 'one of `/source-kinds`' }),
  settings: Type.Optional(Settings),
})
export type SourceRequest = Static<typeof SourceRequest>

/** What is left out stays as it is. */
export const SourceChangeRequest = Type.Object({
  name: Type.Optional(Type.String()),
  kind: Type.Optional(Type.String({ description: 'cannot change' })),
  settings: Type.Optional(Settings),
  remove_secrets: RemoveSecrets('`settings.password`'),
})
export type SourceChangeRequest = Static<typeof SourceChangeRequest>

export const RegistryHostBlock = Type.Object(
  {
    value: Type.Union([Type.String(), Type.Null()], {
      description: 'the setting `registry_host`; null when unset',
    }),
    origin: Type.Enum([...REGISTRY_HOST_ORIGINS], {
      description:
        '`setting`; `notifications`: the host that a client used, which it can forge; `nowhere`: references have no host',
    }),
    reported: Type.Array(
      Type.Object({ host: Type.String(), first_reported_at: Type.String({ format: 'date-time' }) }),
      { description: 'hosts in notifications since the start of the server, while the setting is unset' },
    ),
    advice: Type.Optional(Type.String({ description: 'what is missing' })),
  },
  { description: 'the host that references begin with; absent for sources that are parts of Bellbuoy' },
)
export type RegistryHostBlock = Static<typeof RegistryHostBlock>

export const SourceResponse = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  kind: Type.String(),
  created_at: Type.String({ format: 'date-time' }),
  last_event_at: Type.Optional(Type.String({ format: 'date-time' })),
  refused_since: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'a problem: every notification since then was refused; the next accepted one ends it',
    }),
  ),
  settings: Settings,
  registry_host: Type.Optional(RegistryHostBlock),
})
export type SourceResponse = Static<typeof SourceResponse>

/** The only time that the token is shown. */
export const SourceCreatedResponse = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  token: Type.String(),
  registry_host: Type.Optional(RegistryHostBlock),
})
export const SourceTokenResponse = Type.Object({ token: Type.String() })

export const SourceKindResponse = Type.Object({
  kind: Type.String(),
  title: Type.String(),
  setup: Type.String({ description: 'what to paste; `URL` and `TOKEN` stand for the source’s own' }),
  reports_host: Type.Boolean({
    description:
      'whether its notifications name a host; if not, set `registry_host` when you create a source',
  }),
  settings_schema: Type.Record(Type.String(), Type.Unknown(), { description: 'JSON Schema of `settings`' }),
})
export type SourceKindResponse = Static<typeof SourceKindResponse>

export const KeptOutResponse = Type.Object({
  reason: Type.String(),
  count: Type.Integer({ description: 'entries, or whole notifications that were refused' }),
  last_at: Type.String({ format: 'date-time' }),
  example: Type.Optional(
    Type.String({ description: 'the last one as JSON, cut to 4,096 characters, its secrets replaced' }),
  ),
})
export type KeptOutResponse = Static<typeof KeptOutResponse>
