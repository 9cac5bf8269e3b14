import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CHART_CONFIG } from '../../src/domain/event/chart.ts'
import { bellbuoyFormat } from '../../src/payloads/formats/bellbuoy.ts'
import { cloudEventsFormat } from '../../src/payloads/formats/cloud-events.ts'
import { defaultFormat } from '../../src/payloads/formats/default.ts'
import { guideFormat } from '../../src/payloads/formats/guide.ts'
import { proposalFormat } from '../../src/payloads/formats/proposal.ts'
import { plainSentence, storyOf } from '../../src/payloads/chat/story.ts'
import { payloadInput } from '../support/events/payload-input.ts'
import { registryEvent } from '../support/events/registry-event.ts'

/** What a real Harbor sent of a pull by digest of an image that has a tag. */
const recorded = readFileSync(new URL('../fixtures/harbor-2.16-webhooks.ndjson', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.includes('"pull by digest tagged"'))
  .map((line) => JSON.parse(line) as { format: string; body: string })
const harbor = (format: string) => JSON.parse(recorded.find((one) => one.format === format)!.body)
const { digest } = harbor('Default').event_data.resources[0]

const pull = registryEvent({
  type: 'PULL_ARTIFACT',
  repository: 'cap/app',
  registryHost: '127.0.0.1:28080',
  artifact: { digest, tags: ['v1'] },
})
const chartPull = registryEvent({
  type: 'DOWNLOAD_CHART',
  repository: 'cap/web',
  artifact: { digest, tags: ['1.2.3_b'], artifactType: CHART_CONFIG },
  detail: { chart: { name: 'web', version: '1.2.3+b', sizeBytes: 100 } },
})
const rendered = (format: typeof defaultFormat, event = pull) =>
  JSON.parse(format.render(payloadInput({ event })).body)

test('Default and CloudEvents name the digest as the tag, as Harbor does', () => {
  expect(rendered(defaultFormat).event_data.resources).toEqual(harbor('Default').event_data.resources)
  expect(rendered(cloudEventsFormat).data.resources).toEqual(harbor('CloudEvents').data.resources)
})

test('the format Bellbuoy names the only tag, and says that the client named the digest', () => {
  expect(rendered(bellbuoyFormat)).toMatchObject({
    reference: { kind: 'digest', value: digest },
    artifact: { tag: 'v1', pull_by_tag: '127.0.0.1:28080/cap/app:v1' },
  })
})

test('of several tags none is named: nobody knows which one was meant', () => {
  const several = { ...pull, artifacts: [{ ...pull.artifacts[0]!, tags: ['v1', 'v2'] }] }
  expect(rendered(bellbuoyFormat, several).artifact.tag).toBeNull()
})

test('chats name the only tag, since people do not know digests', () => {
  expect(plainSentence(storyOf({ event: pull }))).toContain('app:v1')
  expect(plainSentence(storyOf({ event: chartPull }))).toContain('web 1.2.3+b')
})

test('a chart pulled by its digest has its version wherever the format has a field for it', () => {
  expect(rendered(bellbuoyFormat, chartPull).chart.version).toBe('1.2.3+b')
  expect(rendered(guideFormat, chartPull).events[0].chart_version).toBe('1.2.3+b')
  expect(rendered(proposalFormat, chartPull).event_data[0]).toMatchObject({
    tag: '1.2.3_b',
    resource_url: `registry.acme.test/cap/web@${digest}`,
  })
})

test('a version has the + of Helm; tag and resource_url keep the _ that can be pulled', () => {
  const event = { ...chartPull, artifacts: [{ ...chartPull.artifacts[0]!, tag: '1.2.3_b' }] }
  expect(rendered(guideFormat, event).events[0]).toMatchObject({
    tag: '1.2.3_b',
    chart_version: '1.2.3+b',
    resource_url: 'registry.acme.test/cap/web:1.2.3_b',
  })
  expect(rendered(bellbuoyFormat, event)).toMatchObject({
    artifact: { tag: '1.2.3_b' },
    chart: { version: '1.2.3+b' },
  })
})
