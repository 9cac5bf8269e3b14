import * as prettier from 'prettier'
import { EVENT_TYPES, type EventType, happenedIn, proposalNameOf } from '../src/domain/event/event-type.ts'
import type { PayloadFormat, PayloadInput, ReadyMadeTemplate } from '../src/domain/delivery/payload-format.ts'
import { sampleEvent } from '../src/domain/event/sample-event.ts'
import {
  FREE_CPU_MS,
  MAX_CPU_MS,
  MAX_MEMORY_MIB,
  SLICE_CPU_MS,
  SLICE_EVERY_MS,
} from '../src/bounded/budget.ts'
import { PAYLOAD_FORMATS } from '../src/payloads/payload-formats.ts'
import { TEMPLATE_VARIABLES } from '../src/payloads/formats/template.ts'
import { READY_MADE_TEMPLATES } from '../src/payloads/template/ready-made.ts'

const INTRODUCTION = `# Payloads

<!-- docs/generate-payloads.ts writes this page from src/payloads/: change it there. -->

A target receives each event in its payload format (\`payload_format\`), or else in the format of the setting
\`DEFAULT_PAYLOAD_FORMAT\`. The examples show sample events with line breaks; the JSON that is sent is compact, on one line.
\`POST /api/v2.0/projects/{project}/webhook/payload-preview\` shows what your own target would receive.

| event type | in Guide, Harbor1 and Proposal | what happened |
|---|---|---|
`

const HEADERS = `
## Headers

Besides the headers of its format, every delivery has \`webhook-id\` (the same for every attempt and redelivery to a target),
\`webhook-timestamp\`, \`x-bellbuoy-event\`, \`x-bellbuoy-repository\`, \`x-bellbuoy-attempt\` and \`user-agent\`. One that a person
asked for after others of the same event to the same target has \`x-bellbuoy-redelivery\`: 1 for the first, 2 for the next.
\`x-request-id\` is the id of the event, by which its lines in [the log](observability.md#logs) are found; a header of the target by that name replaces it.
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
- A placeholder outside a string writes JSON: \`"tag": {{ artifact.tag }}\` gives \`"tag": "1.4.2"\`; lists and objects stay JSON.
  Inside a string it writes text, with quotes and line breaks escaped. The filter \`json\` writes JSON text there.
- A placeholder without a value writes \`null\`, or nothing inside a string. The header \`x-bellbuoy-template-missing\` names it, on the
  record of each attempt too, and a preview warns. \`{{ artifact.tag | default: "none" }}\` avoids it.
- When a policy is saved, Bellbuoy renders its template for a sample of every event type that the policy subscribes. It refuses a
  template that does not write JSON or names an unknown variable, with line and column. It parses what a template writes and
  serialises it again, so that every body is valid JSON.
- Bellbuoy renders a template before the first attempt of a delivery, by the target as it is then, and keeps the result: every retry and redelivery
  sends the same bytes. Until then the delivery has no payload to show.
- Limits: 65,536 characters of template, 262,144 characters of result, ${MAX_CPU_MS} ms of processor time, ${MAX_MEMORY_MIB} MiB of memory. A template reads no files, so
  \`include\`, \`render\` and \`layout\` are not available.
- What a template takes beyond ${FREE_CPU_MS} ms of processor time it gets slowly, ${SLICE_CPU_MS} ms each ${SLICE_EVERY_MS} ms, so that it delays nobody else. A preview of one that takes too much
  is answered after ten seconds.
- A template that goes beyond a limit for an event fails the attempt with the code \`over_budget\`. Bellbuoy tries again by the retry rule. Correct the
  template, and redeliver what has failed.
- If the template writes no JSON for an event, Bellbuoy sends the event in the format \`Bellbuoy\`, and the header \`x-bellbuoy-template-error\` gives the reason.
`

/** The text of `docs/payloads.md`. */
export async function payloadsPage(): Promise<string> {
  const types = EVENT_TYPES.map(
    (type) => `| \`${type}\` | \`${proposalNameOf(type)}\` | ${happenedIn(type)} |\n`,
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
  const sent = Object.entries({ 'content-type': contentType, ...headers })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
  const text = `\`\`\`http\n${sent}\n\`\`\`\n\n${await bodyBlock(contentType, body)}`
  return `\n<details><summary>${summary}</summary>\n\n${text}\n\n</details>\n`
}

/** JSON with line breaks; any other body as it is sent. */
async function bodyBlock(contentType: string, body: string): Promise<string> {
  if (!/[/+]json$/.test(contentType)) return `\`\`\`text\n${body.trimEnd()}\n\`\`\``
  const json = await prettier.format(body, { parser: 'json', printWidth: 120 })
  return `\`\`\`json\n${json}\`\`\``
}

function readyMade(): string {
  const head =
    '\n## Ready-made templates\n\n`GET /api/v2.0/payload-templates` lists these templates. Replace the words in capitals with your own values. Set `Authorization`\nas the `auth_header` of the target, and other headers with its option `headers`.\n'
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
