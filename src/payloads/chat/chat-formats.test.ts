import { describe, expect, test } from 'vitest'
import { CHATS } from '../../../test/support/receivers/chats/chats.ts'
import { payloadInput } from '../../../test/support/events/payload-input.ts'
import { EVENT_TYPES } from '../../domain/event/event-type.ts'
import { type RegistryEvent, UNKNOWN_ARTIFACT } from '../../domain/event/event.ts'
import { sampleEvent } from '../../domain/event/sample-event.ts'
import { emailFormat } from '../formats/email.ts'
import { ALERT_FORMATS, BUILD_FORMATS, OWN_FORMATS } from '../payload-formats.ts'
import { shorten, shortenEscaped } from './shorten.ts'
import { plainSentence, storyOf } from './story.ts'

/** Those of chats, by the kind of their targets. */
const OTHERS = [emailFormat, ...ALERT_FORMATS, ...BUILD_FORMATS]
const FORMATS = OWN_FORMATS.filter((format) => !OTHERS.includes(format)).map(
  (format) => [format.name.toLowerCase(), format] as const,
)
const NOW_MS = Date.UTC(2026, 10, 24)
const sample = (type: (typeof EVENT_TYPES)[number]) => sampleEvent(type, { project: 'shop', nowMs: NOW_MS })

/** A push by someone with a strange name. */
function pushBy(operator: string, more: Partial<RegistryEvent> = {}): RegistryEvent {
  return { ...sample('PUSH_ARTIFACT'), operator, ...more }
}

/** Every text of a message, without the markup that each chat reads. */
function readable(kind: string, body: string): string {
  const texts: string[] = []
  JSON.parse(body, (_, value: unknown) => {
    if (typeof value === 'string') texts.push(value)
    return value
  })
  const all = texts.join('\n')
  if (kind === 'googlechat' || kind === 'matrix') return withoutHtml(all)
  return kind === 'discord' || kind === 'mattermost' ? all.replace(/\\([^a-zA-Z0-9\s])/g, '$1') : all
}

function withoutHtml(text: string): string {
  const characters = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" } as const
  return text
    .replaceAll('<br>', '\n')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: keyof typeof characters) => characters[name])
}

test.for([
  ['PUSH_ARTIFACT', 'robot$ci pushed web:1.4.2 to shop'],
  ['PULL_ARTIFACT', 'alice pulled web@sha256:a1a1a1a1a1a1 from shop'],
  ['DELETE_ARTIFACT', 'alice deleted web:1.3.0 from shop'],
  ['UPLOAD_CHART', 'alice uploaded the chart cart 0.2.1 to shop'],
  ['SCANNING_COMPLETED', 'The scan of web:1.4.2 in shop found 1 Critical, 2 Low; 2 can be fixed.'],
  [
    'SCANNING_FAILED',
    'The scan of web:1.4.2 in shop failed: the layer sha256:9f86d081 is not in the registry',
  ],
  ['SCANNING_STOPPED', 'The scan of web:1.4.2 in shop was stopped.'],
  [
    'QUOTA_WARNING',
    'The storage of shop is nearly used up: quota usage reach 85%: resource storage used 9.0 MiB of 10.0 MiB',
  ],
  ['REPLICATION', 'A replication of shop ended: Success.'],
  ['TAG_RETENTION', 'Tag retention ran in shop: 3 of 4 tags were kept.'],
  ['DELETE_REPOSITORY', 'alice deleted the repository web from shop'],
] as const)('%s reads: %s', ([type, expected]) => {
  expect(plainSentence(storyOf({ event: sample(type) }))).toBe(expected)
})

test('each format of a chat has a double that knows its limits', () => {
  expect(FORMATS.map(([kind]) => kind)).toEqual(Object.keys(CHATS))
})

describe.for(FORMATS)('%s', ([kind, format]) => {
  const write = (event: RegistryEvent): string => format.render(payloadInput({ event })).body

  test.for([...EVENT_TYPES])('takes %s as its limits have it', (type) => {
    expect(CHATS[kind]?.faultIn(write(sample(type)))).toBeNull()
  })

  test.for([
    ['quotes', `O'Neil "the \\ bosun"`],
    ['line breaks', 'first\nsecond\r\nthird'],
    ['emoji', '👩‍👩‍👧‍👦⚓🏴‍☠️'],
    ['right-to-left text', 'נמל אשדוד'],
    ['markup', '*bold* _it_ `code` ~no~ [a](https://b.test) ||c|| > # & <d>'],
    ['250 characters', 'é'.repeat(250)],
    ['250 emoji', '⚓'.repeat(250)],
  ] as const)('brings a name with %s intact', ([, operator]) => {
    const body = write(pushBy(operator))
    expect(CHATS[kind]?.faultIn(body)).toBeNull()
    const text = readable(kind, body)
    expect(kind === 'slack' ? text.replaceAll('&lt;', '<') : text).toContain(operator)
  })

  test('says that an event was reported late', () => {
    const push = sample('PUSH_ARTIFACT')
    expect(write({ ...push, late: true })).toContain('a later change is known already')
    expect(write(push)).not.toContain('a later change is known already')
  })

  test('takes whatever is much too long', () => {
    const huge = '*@everyone⚓'.repeat(5000)
    const artifact = { ...UNKNOWN_ARTIFACT, tag: huge, tags: [huge, huge], digest: huge, platforms: [huge] }
    const detail = { previousDigest: huge }
    const event = pushBy(huge, { repository: `shop/${huge}`, project: huge, artifacts: [artifact], detail })
    expect(CHATS[kind]?.faultIn(write({ ...event, registryHost: huge }))).toBeNull()
    const failed = { ...sample('SCANNING_FAILED'), repository: `shop/${huge}`, operator: huge }
    expect(CHATS[kind]?.faultIn(write(failed))).toBeNull()
  })

  test('mentions nobody', () => {
    const body = write(pushBy('<!channel> <@U123> @everyone @channel <at>all</at>'))
    expect(CHATS[kind]?.faultIn(body)).toBeNull()
    if (kind === 'slack') expect(JSON.parse(body).text).not.toMatch(/<[!@]/)
  })
})

test('a mail has a subject without line breaks, and HTML without the markup of others', () => {
  const { body } = emailFormat.render(payloadInput({ event: pushBy('<b>\nBcc: x') }))
  const { subject, text, html } = JSON.parse(body)
  expect(subject).toBe('<b> Bcc: x pushed web:1.4.2 to shop')
  expect(text).toContain('<b>\nBcc: x pushed')
  expect(html).toContain('<strong>&lt;b&gt;<br>Bcc: x</strong> pushed')
})

test('links that are none are left out', () => {
  const event = sample('SCANNING_COMPLETED')
  const scan = { ...event.detail.scan!, link: 'javascript:alert(1)', findings: [] }
  expect(storyOf({ event: { ...event, detail: { scan } } }).links).toEqual([])
  expect(storyOf({ event }).links.map(({ text }) => text)).toEqual(['Report', 'CVE-2024-3094'])
})

test('a text is cut between characters as people see them', () => {
  expect(shorten('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 12)).toBe('👩‍👩‍👧‍👦…')
  expect(shorten('anchor', 6)).toBe('anchor')
  const escape = (text: string): string => text.replaceAll('*', String.raw`\*`)
  expect(shortenEscaped('*'.repeat(20), 11, escape)).toBe(String.raw`\*\*\*\*\*…`)
})

test('where the console is known, people are led on to the event, before any other link', () => {
  const event = sampleEvent('SCANNING_COMPLETED', { project: 'shop', nowMs: 0 })
  const { links } = storyOf({ event, consoleUrl: 'https://bellbuoy.example.com' })
  expect(links[0]).toEqual({
    text: 'Details',
    url: `https://bellbuoy.example.com/projects/shop/events/${event.id}`,
  })
  expect(links).toHaveLength(3)
})
