import { readFileSync } from 'node:fs'
import type { Insertion } from '../../support/scratch-copy.ts'

/** What a contributor adds, as docs/how-to-add.md promises that it is enough. */
export interface Addition {
  /** By path. */
  readonly files: Readonly<Record<string, string>>
  /** The lines in lists. */
  readonly lines: readonly Insertion[]
}

/** The row of an event type of a shape that there is. Its words are those below, for which the compiler asks. */
const EVENT_TYPE: Addition = {
  files: {},
  lines: [
    {
      file: 'src/domain/event/event-type.ts',
      behind: "    happened: 'a repository was deleted',\n  },\n",
      text: `  SIGN_ARTIFACT: {
    proposalName: null,
    cloudEventType: 'bellbuoy.artifact.signed',
    shape: 'artifact',
    action: null,
    happened: 'an artifact was signed',
  },
`,
    },
  ],
}

export const EVENT_TYPE_SENTENCE: Insertion = {
  file: 'src/payloads/chat/sentences.ts',
  behind: 'const SENTENCES: Readonly<Record<EventType, Sentence>> = {\n',
  text: `  SIGN_ARTIFACT: did('signed', 'in', imageOf),\n`,
}
export const EVENT_TYPE_IN_ENGLISH: Insertion = {
  file: 'web/text/english.ts',
  behind: '  eventTypes: {\n',
  text: `    SIGN_ARTIFACT: 'Artifact signed',\n`,
}
export const EVENT_TYPE_IN_CHINESE: Insertion = {
  file: 'web/text/chinese.ts',
  behind: '  eventTypes: {\n',
  text: `    SIGN_ARTIFACT: '签名制品',\n`,
}

export const EVENT_TYPE_MEANING_IN_ENGLISH: Insertion = {
  file: 'web/text/event-catalogue/english.ts',
  behind: '  meanings: {\n',
  text: `    SIGN_ARTIFACT: 'Somebody signed an artifact.',\n`,
}
export const EVENT_TYPE_MEANING_IN_CHINESE: Insertion = {
  file: 'web/text/event-catalogue/chinese.ts',
  behind: '  meanings: {\n',
  text: `    SIGN_ARTIFACT: '有人签名了制品。',\n`,
}

const LIST_OF_FORMATS = 'src/payloads/payload-formats.ts'

/** A format that is not JSON. */
const PAYLOAD_FORMAT: Addition = {
  files: {
    'src/payloads/formats/csv.ts': `import type { PayloadFormat } from '../../domain/delivery/payload-format.ts'

/** One line of comma-separated values. */
export const csvFormat: PayloadFormat = {
  name: 'Csv',
  about: 'One line of comma-separated values.',
  sharedBy: 'event',
  render: ({ event }) => ({ contentType: 'text/csv', body: \`\${event.type},\${event.repository}\\n\` }),
}
`,
  },
  lines: [
    importing(LIST_OF_FORMATS, 'csvFormat', './formats/csv.ts'),
    { file: LIST_OF_FORMATS, behind: '  bellbuoyFormat,\n', text: '  csvFormat,\n' },
  ],
}

const PAGE_ON_TARGETS = new URL('../../../docs/adding-a-target.md', import.meta.url)
const [, TARGET_KIND_OF_THE_PAGE = ''] =
  /^```ts\n(.*?)^```$/ms.exec(readFileSync(PAGE_ON_TARGETS, 'utf8')) ?? []

/** The kind of target that its page shows. */
const TARGET_KIND: Addition = {
  files: { 'src/targets/bottle-target.ts': TARGET_KIND_OF_THE_PAGE },
  lines: [
    importing('src/targets/target-kinds.ts', 'createBottleTarget', './bottle-target.ts'),
    {
      file: 'src/targets/target-kinds.ts',
      behind: '  createLogTarget,\n',
      text: '  createBottleTarget,\n',
    },
  ],
}

/** A chat, with the format that it speaks. */
const CHAT: Addition = {
  files: {
    'src/targets/chats/parrot-target.ts': `import type { TargetKind } from '../../domain/delivery/target-kind.ts'
import type { HttpSenderParts } from '../http/http-sender.ts'
import { createChatTarget } from './chat-target.ts'

/** Parrot's incoming webhooks. */
export function createParrotTarget(parts: HttpSenderParts): TargetKind {
  const rateLimit = { perSecond: 5, burst: 10 }
  return createChatTarget({ type: 'parrot', name: 'Parrot', ownFormat: 'Parrot', rateLimit }, parts)
}
`,
    'src/payloads/formats/chats/parrot.ts': `import type { PayloadFormat } from '../../../domain/delivery/payload-format.ts'
import { plainSentence, storyOf } from '../../chat/story.ts'

/** What Parrot says. */
export const parrotFormat: PayloadFormat = {
  name: 'Parrot',
  about: 'A sentence, written for people.',
  sharedBy: 'event',
  render: (input) => ({ contentType: 'text/plain', body: plainSentence(storyOf(input)) }),
}
`,
  },
  lines: [
    importing('src/targets/target-kinds.ts', 'createParrotTarget', './chats/parrot-target.ts'),
    {
      file: 'src/targets/target-kinds.ts',
      behind: '  createTeamsTarget,\n',
      text: '  createParrotTarget,\n',
    },
    importing(LIST_OF_FORMATS, 'parrotFormat', './formats/chats/parrot.ts'),
    { file: LIST_OF_FORMATS, behind: '  teamsFormat,\n', text: '  parrotFormat,\n' },
  ],
}

const SOURCE_KIND: Addition = {
  files: {
    'src/sources/bosun.ts': `import { UNKNOWN_ARTIFACT } from '../domain/event/event.ts'
import { FieldReader } from '../domain/field-reader.ts'
import { projectNameOf } from '../domain/project.ts'
import { NO_SETTINGS, type SourceKind } from '../domain/registry/source.ts'

/** A registry that reports each push with its id, repository and tag. */
export const bosun: SourceKind = {
  kind: 'bosun',
  title: 'Bosun',
  setup: 'notify URL TOKEN\\n',
  reportsHost: false,
  settingsSchema: NO_SETTINGS,
  contentTypes: ['application/json'],
  *read(body, _settings, { receivedAtMs }) {
    const fields = new FieldReader(body, '')
    const repository = fields.requiredLine('repository')
    yield {
      sourceEventId: fields.requiredLine('id'),
      type: 'PUSH_ARTIFACT' as const,
      occurredAtMs: receivedAtMs,
      project: projectNameOf(repository),
      repository,
      operator: '',
      actorKind: 'unknown' as const,
      artifacts: [{ ...UNKNOWN_ARTIFACT, tag: fields.requiredLine('tag') }],
      role: 'root' as const,
      registryHost: '',
      detail: {},
    }
  },
}
`,
  },
  lines: [
    importing('src/sources/source-kinds.ts', 'bosun', './bosun.ts'),
    {
      file: 'src/sources/source-kinds.ts',
      behind: 'SOURCE_KINDS: readonly SourceKind[] = [distribution',
      text: ', bosun',
    },
  ],
}

const SETTING: Addition = {
  files: {},
  lines: [
    {
      file: 'src/config/settings-table.ts',
      behind: 'export const SETTINGS = {\n',
      text: `  GREETING: text('http.greeting', 'ahoy', 'what the server says first'),\n`,
    },
    { file: 'src/config.ts', behind: 'export interface Config {\n', text: '  readonly greeting: string\n' },
    {
      file: 'src/config.ts',
      behind: "    logLevel: value('LOG_LEVEL'),\n",
      text: "    greeting: value('GREETING'),\n",
    },
  ],
}

/** All that is added to the one copy. */
export const ADDITIONS: Readonly<Record<string, Addition>> = {
  'an event type': EVENT_TYPE,
  'a payload format': PAYLOAD_FORMAT,
  'a kind of target': TARGET_KIND,
  'a chat': CHAT,
  'a kind of source': SOURCE_KIND,
  'a setting': SETTING,
}

function importing(file: string, name: string, from: string): Insertion {
  return { file, text: `import { ${name} } from '${from}'\n` }
}
