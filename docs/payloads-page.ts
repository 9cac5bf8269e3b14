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

A payload is an event as a target receives it. The \`payload_format\` of the target chooses the format; the default is the setting
\`DEFAULT_PAYLOAD_FORMAT\`. The examples show sample events with line breaks. Bellbuoy sends JSON compact, on one line.

To see the payload of your own target, use *Preview* in the console, \`bellbuoy policy preview\`, or
\`POST /api/v2.0/projects/{project}/webhook/payload-preview\`.

| event type | in Guide, Harbor1 and Proposal | what happened |
|---|---|---|
`

const HEADERS = `
## Headers

Besides the headers of its format, every delivery has these:

| header | content |
|---|---|
| \`webhook-id\` | the same for every attempt and redelivery to a target |
| \`webhook-timestamp\` | the time of the attempt, in Unix seconds |
| \`x-bellbuoy-event\`, \`x-bellbuoy-repository\` | event type and repository |
| \`x-bellbuoy-attempt\` | the number of the attempt |
| \`x-bellbuoy-redelivery\` | only if a person asked for this delivery after others of the same event to the same target: 1 for the first, 2 for the next |
| \`x-request-id\` | the id of the event, by which you find its lines in [the log](observability.md#logs). A header of the target by that name replaces it |
| \`user-agent\` | Bellbuoy and its version |
`

const TEMPLATE_GUIDE = `
### How to write a template

\`\`\`json
{
  "payload_format": "Template",
  "options": { "template": "{ \\"image\\": {{ artifact.pull_by_tag }}, \\"text\\": \\"{{ type }} by {{ actor.name }}\\" }" }
}
\`\`\`

**Variables:** ${TEMPLATE_VARIABLES.map((name) => `\`${name}\``).join(', ')}.

| placeholder | writes |
|---|---|
| outside a string: \`"tag": {{ artifact.tag }}\` | JSON: \`"tag": "1.4.2"\`; lists and objects stay JSON |
| inside a string: \`"{{ type }} by {{ actor.name }}"\` | text, with quotes and line breaks escaped. The filter \`json\` writes JSON text there |
| without a value | \`null\`, or nothing inside a string. The header \`x-bellbuoy-template-missing\` names it, in the record of each attempt too, and a preview warns |
| with a default: \`{{ artifact.tag \\| default: "none" }}\` | the default if there is no value |

**When you save a policy**, Bellbuoy renders the template for a sample of every event type that the policy subscribes to. It refuses a template that does
not write JSON or names an unknown variable, with line and column. It parses the result of a template and serialises it again, so every body is valid
JSON.

**When it delivers**, Bellbuoy renders the template before the first attempt, by the target as it is then, and keeps the result. Every retry and
redelivery sends the same bytes. Before the first attempt the delivery has no payload to show.

**Limits:** 65,536 characters of template, 262,144 characters of result, ${MAX_CPU_MS} ms of processor time, ${MAX_MEMORY_MIB} MiB of memory. After ${FREE_CPU_MS} ms of processor time a
template runs slowly, ${SLICE_CPU_MS} ms each ${SLICE_EVERY_MS} ms, so that it delays nobody else. A preview that takes too long is answered after ten seconds. A template
reads no files, so \`include\`, \`render\` and \`layout\` are not available.

| fault at an event | Bellbuoy |
|---|---|
| the template goes beyond a limit | fails the attempt with the code \`over_budget\`, and retries by the retry rule. Correct the template, and redeliver the failed deliveries |
| the template writes no JSON | sends the event in the format \`Bellbuoy\`. The header \`x-bellbuoy-template-error\` gives the reason |
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
    '\n## Ready-made templates\n\n`GET /api/v2.0/payload-templates` lists these templates, and the console offers them. Replace the words in capitals with your own values.\nSet `Authorization` as the `auth_header` of the target, and other headers with its option `headers`.\n'
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
