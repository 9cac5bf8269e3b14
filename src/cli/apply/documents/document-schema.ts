import Type, { type Static, type TObject, type TProperties } from 'typebox'
import { ROLES } from '../../../domain/people/role.ts'
import { RobotRequest } from '../../../contract/people/robot.ts'
import { ProjectRequest } from '../../../contract/projects/project.ts'
import { ScannerRequest } from '../../../contract/scanning/scanner.ts'
import { SourceRequest } from '../../../contract/sources/source.ts'
import { PolicyRequest, TargetRequest } from '../../../contract/webhooks/policy.ts'
import { SecretReference } from './secret-reference.ts'

const CLOSED = { additionalProperties: false }
const Secret = Type.Optional(SecretReference)
const Name = Type.String({
  minLength: 1,
  description: 'identifies the object: a new name makes a new object',
})

/** The fields of a request that a file may have, closed. */
const closed = <Properties extends TProperties>(properties: Properties) => Type.Object(properties, CLOSED)

const { remove_secrets: _targetSecrets, ...target } = TargetRequest.properties
const Target = closed({ ...target, auth_header: Secret, secret: Secret })

const { name: _policyName, targets: _targets, ...policy } = PolicyRequest.properties
const Webhook = { name: Name, ...policy, targets: Type.Array(Target, { minItems: 1 }) }

const { description, disable, permissions } = RobotRequest.properties
const Robot = {
  name: Name,
  description,
  disable,
  permissions,
  duration: Type.Integer({ description: 'lifetime in days from its creation; -1: never expires' }),
  secret: Secret,
}

const Role = Type.Enum([...ROLES])
const Member = closed({
  username: Type.Optional(Type.String({ minLength: 1, description: 'name of an existing user' })),
  group_name: Type.Optional(
    Type.String({ minLength: 1, description: 'name of a group of the OpenID provider or the directory' }),
  ),
  role_name: Role,
})

const { public: isPublic, metadata, storage_limit, cve_allowlist } = ProjectRequest.properties
const Project = {
  name: Name,
  public: isPublic,
  metadata,
  storage_limit,
  cve_allowlist,
  scanner: Type.Optional(Type.String({ description: 'name of the scanner; empty: the default scanner' })),
  members: Type.Optional(Type.Array(Member)),
  webhooks: Type.Optional(Type.Array(closed(Webhook))),
  robots: Type.Optional(Type.Array(closed(Robot))),
}

const { settings } = SourceRequest.properties
const Source = {
  name: Name,
  source_kind: Type.String({ description: 'one of `/source-kinds`; the field `kind` of the API' }),
  settings,
}

const {
  name: _scannerName,
  remove_secrets: _scannerSecrets,
  use_internal_addr: _internal,
  ...scanner
} = ScannerRequest.properties
const Scanner = {
  name: Name,
  ...scanner,
  access_credential: Secret,
  registry_authorization: Secret,
  is_default: Type.Optional(
    Type.Literal(true, { description: 'makes this the default scanner in place of the current one' }),
  ),
}

const Settings = { notification_enable: Type.Optional(Type.Boolean({ description: 'the global switch' })) }

const ApplySet = {
  name: Type.String({
    pattern: '^[a-z0-9]+(?:[._-][a-z0-9]+)*$',
    maxLength: 64,
    description:
      'the server records under this name everything that these files created, so that --prune can find it',
  }),
}

const document = <Kind extends string, Properties extends TProperties>(kind: Kind, properties: Properties) =>
  closed({ kind: Type.Literal(kind), ...properties })

/** What a document of each kind may say. Fields have the names and shapes of the API's bodies. */
export const DOCUMENTS = {
  ApplySet: document('ApplySet', ApplySet),
  Project: document('Project', Project),
  GlobalWebhook: document('GlobalWebhook', Webhook),
  Source: document('Source', Source),
  Scanner: document('Scanner', Scanner),
  Robot: document('Robot', Robot),
  Settings: document('Settings', Settings),
} satisfies Record<string, TObject>

export type DocumentKind = keyof typeof DOCUMENTS
export type DocumentOf<Kind extends DocumentKind> = Static<(typeof DOCUMENTS)[Kind]>
export type WrittenWebhook = Omit<DocumentOf<'GlobalWebhook'>, 'kind'>
export type WrittenRobot = Omit<DocumentOf<'Robot'>, 'kind'>
export type WrittenMember = Static<typeof Member>

export const DOCUMENT_KINDS = Object.keys(DOCUMENTS) as readonly DocumentKind[]
