import { expect, test } from 'vitest'
import { EVENT_TYPES, type EventType, eventTypeOf, proposalNameOf, writtenEventType } from './event-type.ts'

const bothNames: readonly (readonly [EventType, string])[] = [
  ['PUSH_ARTIFACT', 'pushImage'],
  ['PULL_ARTIFACT', 'pullImage'],
  ['DELETE_ARTIFACT', 'deleteImage'],
  ['UPLOAD_CHART', 'uploadChart'],
  ['DOWNLOAD_CHART', 'downloadChart'],
  ['DELETE_CHART', 'deleteChart'],
  ['SCANNING_COMPLETED', 'scanningCompleted'],
  ['SCANNING_FAILED', 'scanningFailed'],
  ['QUOTA_EXCEED', 'projectQuota'],
]

const oneName: readonly EventType[] = [
  'SCANNING_STOPPED',
  'QUOTA_WARNING',
  'REPLICATION',
  'TAG_RETENTION',
  'CREATE_TAG',
  'DELETE_TAG',
  'DELETE_REPOSITORY',
  'TARGET_FAILING',
  'TARGET_RECOVERED',
  'SOURCE_REFUSED',
  'SOURCE_SILENT',
  'SOURCE_RECOVERED',
]

test('there are these event types and no others', () => {
  expect([...EVENT_TYPES].sort()).toEqual([...bothNames.map(([name]) => name), ...oneName].sort())
})

test.for(bothNames)('%s is also known as %s', ([name, proposalName]) => {
  expect(eventTypeOf(name)).toBe(name)
  expect(eventTypeOf(proposalName)).toBe(name)
  expect(proposalNameOf(name)).toBe(proposalName)
})

test.for(oneName)('%s is known by its one name', (name) => {
  expect(eventTypeOf(name)).toBe(name)
})

test.for(['', 'push_artifact', 'PushImage', 'pushimage', 'toString', '__proto__', ' PUSH_ARTIFACT'])(
  '%j is no event type',
  (name) => {
    expect(eventTypeOf(name)).toBeNull()
  },
)

test.for([
  ['TAG_RETENTION', 'tagRetention'],
  ['REPLICATION', 'replication'],
  ['DELETE_TAG', 'deleteTag'],
  ['DELETE_REPOSITORY', 'deleteRepository'],
] as const)('%s, which the proposal does not know, is written as %s in its manner', ([name, written]) => {
  expect(proposalNameOf(name)).toBe(written)
  expect(writtenEventType(written)).toBe(name)
  expect(writtenEventType(name)).toBe(name)
})
