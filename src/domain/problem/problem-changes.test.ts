import { expect, test } from 'vitest'
import { isUnchanged, problemChanges } from './problem-changes.ts'
import { type Problem, type Trouble, WHOLE_SYSTEM } from './problem.ts'

const trouble = (targetId: number, changes: Partial<Trouble> = {}): Trouble => ({
  ...WHOLE_SYSTEM,
  kind: 'target_failing',
  cause: 'server_error',
  reason: 'answered 503',
  sinceMs: 1000,
  isQuiet: false,
  targetId,
  ...changes,
})
const problem = (id: number, of: Trouble): Problem => ({
  ...of,
  id,
  openedAtMs: 2000,
  timesOpened: 1,
  closedAtMs: null,
  closedBecause: null,
  acknowledged: null,
  recovered: null,
  isOpeningAnnounced: true,
})
const over = () => 'over' as const

test('trouble without a problem opens one, and a problem without trouble closes', () => {
  const open = [problem(1, trouble(7)), problem(2, trouble(8))]
  const changes = problemChanges(open, [trouble(8), trouble(9)], ({ targetId }) =>
    targetId === 7 ? 'removed' : 'over',
  )
  expect(changes).toEqual({
    opened: [trouble(9)],
    updated: [],
    closed: [{ id: 1, because: 'removed' }],
  })
})

test('the same trouble with another cause or answer is noted; since when stays', () => {
  const changed = trouble(7, { cause: 'connect', reason: 'refused', sinceMs: 9999 })
  const { opened, updated, closed } = problemChanges([problem(1, trouble(7))], [changed], over)
  expect([opened, closed]).toEqual([[], []])
  expect(updated).toEqual([{ id: 1, cause: 'connect', reason: 'refused', isQuiet: false }])
})

test('the same kinds of trouble of several subjects, and several kinds of one, stand apart', () => {
  const troubles = [trouble(7), trouble(8), trouble(7, { kind: 'target_paused', cause: 'paused' })]
  const open = troubles.map((one, index) => problem(index, one))
  expect(isUnchanged(problemChanges(open, troubles, over))).toBe(true)
})

test('trouble that is found twice opens one problem', () => {
  expect(problemChanges([], [trouble(7), trouble(7)], over).opened).toHaveLength(1)
})
