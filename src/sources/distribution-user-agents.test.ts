import { expect, test } from 'vitest'
import { deleteEvent, envelope, pullEvent, pushEvent } from '../../test/support/events/envelopes.ts'
import { kinds, reasons, translateEnvelope } from '../../test/support/events/translated.ts'

const repository = 'shop/web'

test.for(['Bellbuoy', 'Bellbuoy/0.1.0', 'bellbuoy/0.1.0 (linux)', 'harbor-registry-client', 'Bellbuoy x'])(
  'pulls and deletes by the ignored user agent %s are no events',
  (useragent) => {
    const pull = pullEvent({ repository, useragent })
    const removal = deleteEvent({ repository, tag: 'v1', useragent })
    expect(reasons(pull, removal)).toEqual(['user agent', 'user agent'])
  },
)

test('a push by an ignored user agent is an event all the same', () => {
  expect(kinds(pushEvent({ repository, useragent: 'Bellbuoy/0.1.0' }))).toEqual(['PUSH_ARTIFACT'])
})

test.for(['skopeo/1.9.3', 'Bellbuoyant/1', 'my-Bellbuoy/1', ''])(
  'user agent %j is not ignored',
  (useragent) => {
    expect(kinds(pullEvent({ repository, useragent }))).toEqual(['PULL_ARTIFACT'])
  },
)

test('which user agents are ignored is a setting', () => {
  const pull = envelope([pullEvent({ repository, useragent: 'mirror/2' })])
  expect(translateEnvelope(pull, { ignoredUserAgents: ['Mirror'] }).events).toEqual([])
  expect(translateEnvelope(pull, { ignoredUserAgents: [] }).events).toHaveLength(1)
})
