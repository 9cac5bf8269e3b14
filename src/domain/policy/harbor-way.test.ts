import { expect, test } from 'vitest'
import { registryEvent } from '../../../test/support/events/registry-event.ts'
import { CHART_CONFIG } from '../event/chart.ts'
import { eventFor, inForce } from './harbor-way.ts'
import { NO_FILTER } from './policy-filter.ts'

test.for([
  [null, false, false],
  [null, true, true],
  [true, false, true],
  [false, true, false],
] as const)(
  'a policy that says %s, where the setting says %s, has the way of Harbor: %s',
  ([own, setting, way]) => {
    expect(inForce({ harborWay: own, filter: NO_FILTER }, setting).harborWay).toBe(way)
  },
)

test('in the way of Harbor parts and accessories are wanted, and the rest of the filter holds', () => {
  const filter = { ...NO_FILTER, mediaTypes: ['a/*'] }
  expect(inForce({ harborWay: true, filter }, false).filter).toEqual({
    ...filter,
    children: true,
    accessories: true,
  })
  expect(inForce({ harborWay: false, filter }, true).filter).toEqual(filter)
})

test('a chart is reported to each policy in its way', () => {
  const chart = registryEvent({ type: 'UPLOAD_CHART', artifact: { artifactType: CHART_CONFIG } })
  expect(eventFor({ harborWay: true }, chart).type).toBe('PUSH_ARTIFACT')
  expect(eventFor({ harborWay: false }, chart)).toBe(chart)
})
