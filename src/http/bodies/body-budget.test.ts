import { expect, test } from 'vitest'
import { BodyBudget } from './body-budget.ts'

const budget = () => new BodyBudget({ totalBytes: 100, shareBytes: 60, floorBytes: 10 })

test('an owner gets its share and no more, whatever the others have', () => {
  const bodies = budget()
  bodies.hold(1, 60)
  expect(() => bodies.hold(1, 1)).toThrow('this source has too many notifications under way')
  expect(() => bodies.hold(2, 40)).not.toThrow()
})

test('beyond the total an owner has room for its floor only', () => {
  const bodies = budget()
  bodies.hold(1, 60)
  bodies.hold(2, 40)
  expect(() => bodies.hold(3, 11)).toThrow('the sources have too many notifications under way')
  expect(() => bodies.hold(3, 10)).not.toThrow()
})

test('a body of unknown length takes room as it arrives, one of known length before', () => {
  const bodies = budget()
  const unknown = bodies.hold(1, 0)
  const known = bodies.hold(1, 40)
  known.arrived(40)
  unknown.arrived(15)
  unknown.arrived(5)
  expect(() => unknown.arrived(1)).toThrow('this source has')
})

test('released room is free again, once', () => {
  const bodies = budget()
  const first = bodies.hold(1, 60)
  first.release()
  first.release()
  bodies.hold(1, 60)
  expect(() => bodies.hold(1, 1)).toThrow()
})

test('what arrives of a body after its release takes no room', () => {
  const bodies = budget()
  const body = bodies.hold(1, 0)
  body.release()
  body.arrived(60)
  expect(() => bodies.hold(1, 60)).not.toThrow()
})

test('a refusal says when to try again', () => {
  expect(() => budget().hold(1, 61)).toThrow(
    expect.objectContaining({ code: 'UNAVAILABLE', retryAfterSeconds: 1 }),
  )
})
