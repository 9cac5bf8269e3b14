import * as prettier from 'prettier'
import { EVENT_TYPES, type EventType, proposalNameOf } from '../src/domain/event/event-type.ts'
import type { PayloadFormat, PayloadInput, ReadyMadeTemplate } from '../src/domain/delivery/payload-format.ts'
import { sampleEvent } from '../src/domain/event/sample-event.ts'
import { PAYLOAD_FORMATS } from '../src/payloads/payload-formats.ts'
import { TEMPLATE_VARIABLES } from '../src/payloads/formats/template.ts'
import { READY_MADE_TEMPLATES } from '../src/payloads/template/ready-made.ts'

const INTRODUCTION = `# Payloads

<!-- Made by docs/generate-payloads.ts from src/payloads/: change it there. -->

What a target receives is the event in the payload format that the target names (\`payload_format\`). Without one it is that of the
setting \`DEFAULT_PAYLOAD_FORMAT\`. The examples below are those of a sample event; real bodies are compact, on one line.
\`POST /api/v2.0/projects/{project}/webhook/payload-preview\` shows what a target of yours would get.

| event type | in Guide and Proposal | what happened |
|---|---|---|
`

const HAPPENED: Readonly<Record<EventType, string>> = {
  PUSH_ARTIFACT: 'an image or another artifact was pushed',
  PULL_ARTIFACT: 'its manifest was pulled',
  DELETE_ARTIFACT: 'its manifest was deleted, with all of its tags',
  UPLOAD_CHART: 'a Helm chart was uploaded',
  DOWNLOAD_CHART: 'a Helm chart was downloaded',
  DELETE_CHART: 'a Helm chart was deleted',
  SCANNING_COMPLETED: 'a scan gave a result',
  SCANNING_FAILED: 'a scan failed',
  SCANNING_STOPPED: 'a scan was stopped',
  QUOTA_EXCEED: 'something was refused, since the project is full',
  QUOTA_WARNING: 'a project is nearly full',
  REPLICATION: 'a replication came to another state',
  TAG_RETENTION: 'old tags were cleaned up',
  CREATE_TAG: 'a tag was made, or moved to another digest',
  DELETE_TAG: 'a tag was deleted, and its manifest was not',
  DELETE_REPOSITORY: 'a repository was deleted',
}

const HEADERS = `
## Headers

Beside the format's own headers every delivery has \`webhook-id\` (the same for every attempt and redelivery to a target),
\`webhook-timestamp\`, \`x-bellbuoy-event\`, \`x-bellbuoy-repository\`, \`x-bellbuoy-attempt\` and \`user-agent\`.
`

const TEMPLATE_GUIDE = `
### How to write a template

\`\`\`json
{
  "payload_format": "Template",
  "options": { "template": "{ \\"image\\": {{ artifact.pull_by_tag }}, \\"text\\": \\"{{ type }} by {{ actor.name }}\\" }" }
}
\`\`\`

- The variables are ${TEMPLATE_VARIABLES.map((name) => `\`${name}\``).join(', ')}.
- A placeholder outside a string writes JSON: \`"tag": {{ artifact.tag }}\` gives \`"tag": "1.4.2"\`, and lists and objects as they are.
  Inside a string it writes text, with quotes and line breaks escaped. The filter \`json\` writes JSON text there.
- A placeholder without a value writes \`null\`, or nothing inside a string. The header \`x-bellbuoy-template-missing\` names it, on the
  record of each attempt too, and a preview warns. \`{{ artifact.tag | default: "none" }}\` avoids it.
- A template is tried when its policy is saved, with a sample of every event type that the policy subscribes. One that does not write
  JSON, or names a variable that there is not, is refused with line and column. The result is read and written anew: it is always valid JSON.
- Limits: 65,536 characters of template, 262,144 characters of result, 100 ms. There are no files, so no \`include\`, \`render\` and \`layout\`.
- An event that a template cannot write after all is sent in the format \`Bellbuoy\`, and the header \`x-bellbuoy-template-error\` says why.
`

/** The text of `docs/payloads.md`. */
export async function payloadsPage(): Promise<string> {
  const types = EVENT_TYPES.map(
    (type) => `| \`${type}\` | \`${proposalNameOf(type)}\` | ${HAPPENED[type]} |\n`,
  )
  const formats = await Promise.all(PAYLOAD_FORMATS.map(formatSection))
  return [INTRODUCTION, ...types, HEADERS, ...formats, readyMade()].join('')
}

async function formatSection(format: PayloadFormat): Promise<string> {
  const head = `\n## ${format.name}\n\n${format.about}\n`
  if (format.neededOption !== undefined) return head + TEMPLATE_GUIDE
  const examples = await Promise.all(EVENT_TYPES.map((type) => example(format, type, type, {})))
  const modes = format.name === 'CloudEvents' ? [await binaryExample(format)] : []
  return [head, ...examples, ...modes].join('')
}

function binaryExample(format: PayloadFormat): Promise<string> {
  return example(format, 'PUSH_ARTIFACT', 'PUSH_ARTIFACT, in binary mode', { cloudevents_mode: 'binary' })
}

async function example(
  format: PayloadFormat,
  type: EventType,
  summary: string,
  options: PayloadInput['target']['options'],
): Promise<string> {
  const { contentType, headers = {}, body } = format.render(sampleInput(type, options))
  const told = Object.entries({ 'content-type': contentType, ...headers })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
  const json = await prettier.format(body, { parser: 'json', printWidth: 120 })
  const text = `\`\`\`http\n${told}\n\`\`\`\n\n\`\`\`json\n${json}\`\`\``
  return `\n<details><summary>${summary}</summary>\n\n${text}\n\n</details>\n`
}

function readyMade(): string {
  const head =
    '\n## Ready-made templates\n\n`GET /api/v2.0/payload-templates` lists these. What is in capitals is yours to put in. `Authorization` is\nthe `auth_header` of the target, other headers are its option `headers`.\n'
  return head + READY_MADE_TEMPLATES.map(templateSection).join('')
}

function templateSection({ name, about, address, headers, attachment, template }: ReadyMadeTemplate): string {
  const wanted = Object.entries(headers).map(([header, value]) => `\`${header}: ${value}\``)
  const lines = [
    `- Address: \`${address}\``,
    `- Headers: ${wanted.join(', ')}`,
    ...(attachment === ''
      ? []
      : [`- Attachment: \`${attachment}\`; everyone who may read the policy sees it.`]),
  ]
  return `\n### ${name}\n\n${about}\n\n${lines.join('\n')}\n\n\`\`\`liquid\n${template}\n\`\`\`\n`
}

function sampleInput(type: EventType, options: PayloadInput['target']['options']): PayloadInput {
  return {
    event: sampleEvent(type, { project: 'shop', nowMs: Date.UTC(2026, 2, 1, 10, 0, 4) }),
    project: { name: 'shop', isPublic: false },
    repositoryCreatedAtMs: Date.UTC(2026, 1, 16),
    sequence: 7,
    policy: { id: 7, projectId: 12, name: 'deploy' },
    target: { id: 3, attachment: '', options },
  }
}
