import { describe, expect, test } from 'vitest'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import { rendered, templatesHere } from '../../../test/support/events/rendered.ts'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import type { RegistryEvent } from '../../domain/event/event.ts'
import { EVENT_TYPES, type EventType } from '../../domain/event/event-type.ts'
import type { Payload } from '../../domain/delivery/payload.ts'
import { bellbuoyFormat } from './bellbuoy.ts'
import { templateFormat } from './template.ts'

function render(template: string, event?: RegistryEvent, attachment = ''): Payload {
  const facts = { options: { template }, attachment, ...(event !== undefined && { event }) }
  return rendered(templateFormat, payloadInput(facts))
}

const written = (...args: Parameters<typeof render>): unknown => JSON.parse(render(...args).body)

function faultOf(
  template: string,
  eventTypes: readonly EventType[] = ['PUSH_ARTIFACT'],
): Promise<string | null> {
  return templatesHere.faultOf({ eventTypes, target: { options: { template }, attachment: '' } }, 'drafts')
}

const strange = 'a "quote", a \\, a\nline, {"json": 1}, 🛟 and שלום'

describe('placeholders', () => {
  test('outside a string a placeholder is JSON, inside one it is text', () => {
    const template = '{"event": {{ type }}, "says": "{{ type }} by {{ actor.name }}", "n": {{ sequence }}}'
    expect(written(template)).toEqual({
      event: 'PUSH_ARTIFACT',
      says: 'PUSH_ARTIFACT by robot$shop+ci',
      n: 7,
    })
  })

  test('whole objects and lists are JSON too', () => {
    const template = '{"artifact": {{ artifact }}, "text": "{{ artifact.platforms }}"}'
    expect(written(template)).toMatchObject({ artifact: { tag: '1.4.2', platforms: [] }, text: '[]' })
  })

  test.for(['{"by": {{ actor.name }}}', '{"by": "{{ actor.name }}"}', '{"by": "{{actor.name|raw}}"}'])(
    'strange text arrives intact in %s',
    (template) => {
      expect(written(template, registryEvent({ operator: strange }))).toEqual({ by: strange })
    },
  )

  test('text cannot break out of the string that it stands in', () => {
    const operator = '", "role": "admin'
    expect(written('{"by": "{{ actor.name }}"}', registryEvent({ operator }))).toEqual({ by: operator })
  })

  test('the filter json writes JSON outside a string and its text inside one', () => {
    const template = '{"a": {{ artifact.tag | json }}, "b": "{{ project | json }}"}'
    expect(written(template)).toEqual({ a: '1.4.2', b: '{"name":"shop","visibility":"private"}' })
  })

  test('conditions, loops, variables and filters work', () => {
    const template = `{
      {%- assign short = artifact.digest | slice: 0, 13 -%}
      {% capture who %}{{ actor.name | upcase }}{% endcapture %}
      "short": {{ short }}, "who": {{ who }}, "echo": "{% echo actor.name %}",
      {% if artifact.tags %}"some"{% else %}"none"{% endif %}: [
        {% for one in artifacts %}{{ one.tag }}{% unless forloop.last %},{% endunless %}{% endfor %}
      ]
    }`
    expect(written(template)).toEqual({
      short: 'sha256:a1a1a1',
      who: 'ROBOT$SHOP+CI',
      echo: 'robot$shop+ci',
      none: ['1.4.2'],
    })
  })

  test('a string that a condition ends is known to have ended', () => {
    const template = '{"a": "x{% if artifact %}-{{ artifact.tag }}"{% else %}"{% endif %}, "b": {{ type }}}'
    expect(written(template)).toEqual({ a: 'x-1.4.2', b: 'PUSH_ARTIFACT' })
  })

  test('the attachment is parsed where it is JSON, and text where it is not', () => {
    expect(written('[{{ attachment.key }}]', registryEvent(), '{"key": "R0"}')).toEqual(['R0'])
    expect(written('[{{ attachment }}]', registryEvent(), 'plain')).toEqual(['plain'])
  })

  test('what has no value is null, or no text in a string, and a header names it', () => {
    const { body, headers, warnings } = render(
      '{"a": {{ scan.severity }}, "b": "({{ artifact.nothing }})", "c": {{ artifact.media_type | default: "-" }}}',
    )
    expect(JSON.parse(body)).toEqual({ a: null, b: '()', c: '-' })
    expect(headers).toEqual({ 'x-bellbuoy-template-missing': 'scan.severity, artifact.nothing' })
    expect(warnings).toEqual([
      'scan.severity has no value in this event',
      'artifact.nothing has no value in this event',
    ])
  })

  test('where everything has a value there is no such header', () => {
    const payload = render('{"type": {{ type }}}')
    expect(payload).toEqual({ contentType: 'application/json', body: '{"type":"PUSH_ARTIFACT"}' })
  })
})

describe('when it is saved', () => {
  test('a template that writes JSON for every event type is taken', async () => {
    expect(
      await faultOf('{"repository": {{ repository.full_name }}, "at": "{{ occurred_at }}"}', EVENT_TYPES),
    ).toBeNull()
  })

  test.for([
    ['nothing', '', /^the target option template is missing/],
    ['only space', ' ', /cannot be used for PUSH_ARTIFACT: line 1, column 2 of what it writes is not JSON/],
    [
      'a missing comma',
      '{\n  "a": 1\n  "b": 2\n}',
      /line 3, column 3 of what it writes is not JSON: Expected ','/,
    ],
    ['a bare word', '{\n  "a": 1,\n  "b": yes}', /line 3, column 8 .* Unexpected token 'y', near .*yes/],
    ['text behind it', '{}{}', /line 1, column 3 of what it writes is not JSON/],
    ['an unclosed placeholder', '{"a": \n  {{ type }', /used: line 2, column 3: output .* not closed/],
    ['an unknown filter', '{"a": {{ type | shout }}}', /used: line 1, column \d+: undefined filter: shout/],
    ['an unknown tag', '\n{% launch %}', /used: line 2, column 1: tag "launch" not found/],
    [
      'an unknown name',
      '{"a": {{ type }},\n "b": {{ evnt.type }}}',
      /line 2, column 10: there is no evnt; there are version, id, /,
    ],
    ['a file', '{% include "/etc/passwd" %}', /tag "include" not found/],
    ['a file, otherwise', '{% render "x" %}', /tag "render" not found/],
    [
      'what takes too much',
      '{"a": {{ type }}, "b": {{ (1..100000000) }}}',
      /PUSH_ARTIFACT: line 1, column 24: memory alloc limit exceeded/,
    ],
  ] as const)('%s is refused with its place', async ([, template, message]) => {
    expect(await faultOf(template)).toMatch(message)
  })

  test('the event type for which it fails is named', async () => {
    const template = '{"a": {% if scan %}{{ scan.severity }}{% endif %}}'
    expect(await faultOf(template, ['SCANNING_COMPLETED'])).toBeNull()
    expect(await faultOf(template, ['SCANNING_COMPLETED', 'PULL_ARTIFACT'])).toMatch(
      /^the template cannot be used for PULL_ARTIFACT: /,
    )
  })
})

describe('limits', () => {
  test.for([
    [
      'a loop without end',
      '[{% for i in (1..1500000) %}{% for j in (1..100) %}{% endfor %}{% endfor %}1]',
      'limit exceeded',
    ],
    ['a long range', '[{% for i in (1..100000000) %}{% endfor %}1]', 'memory alloc limit exceeded'],
    [
      'much text',
      `["{% for i in (1..300) %}${'x'.repeat(1000)}{% endfor %}"]`,
      'it writes more than 262144 characters',
    ],
    [
      'text that doubles',
      `{% assign a = "${'x'.repeat(100)}" %}${'{% assign a = a | append: a %}'.repeat(40)}[{{ a }}]`,
      'memory alloc limit exceeded',
    ],
    ['a long template', `"${'x'.repeat(70_000)}"`, 'it is longer than 65536 characters'],
  ] as const)('%s ends soon with a fault', async ([, template, message]) => {
    const began = performance.now()
    expect(await faultOf(template)).toContain(message)
    expect(performance.now() - began).toBeLessThan(5000)
  })

  test('nothing but the variables is in reach', () => {
    const template =
      '[{{ artifact.constructor }}, {{ type.constructor.constructor }}, {{ artifacts.__proto__ }}]'
    expect(written(template)).toEqual([null, null, null])
  })
})

test('an event that the template cannot write is sent in our own format, and a header says why', () => {
  const input = payloadInput({ options: { template: '{"a": {% if scan %}1{% endif %}}' } })
  const { headers, warnings, ...payload } = rendered(templateFormat, input)
  expect(payload).toEqual(bellbuoyFormat.render(input))
  expect(warnings).toEqual([
    expect.stringMatching(/^the template cannot be used, so the payload is that of Bellbuoy: line 1, /),
  ])
  expect(headers!['x-bellbuoy-template-error']).toMatch(/^line 1, column 7 of what it writes is not JSON: /)
})

test('a fault of several lines fits into a header', () => {
  const { headers } = render(`{"a": "${'\n🛟'.repeat(600)}"}`)
  expect(headers!['x-bellbuoy-template-error']).toMatch(/^[\x20-\x7e]+$/)
})
