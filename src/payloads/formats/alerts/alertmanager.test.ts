import { expect, test } from 'vitest'
import { payloadInput } from '../../../../test/support/events/payload-input.ts'
import { registryEvent } from '../../../../test/support/events/registry-event.ts'
import { rendered } from '../../../../test/support/events/rendered.ts'
import { alertmanagerFormat } from './alertmanager.ts'

test('an alert ends a minute before the artifact was deleted, so that it is past by a clock that is late', () => {
  const event = registryEvent({ type: 'DELETE_ARTIFACT' })
  const [alert] = JSON.parse(rendered(alertmanagerFormat, payloadInput({ event })).body) as {
    endsAt: string
  }[]
  expect(Date.parse(alert!.endsAt)).toBe(event.occurredAtMs - 60_000)
})
