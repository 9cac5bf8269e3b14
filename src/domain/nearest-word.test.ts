import { expect, test } from 'vitest'
import { isSlipOf, nearestWord } from './nearest-word.ts'

const KEYS = ['event_types', 'filter', 'targets', 'dry_run', 'policy_id', 'url']

test.for([
  ['eventTypes', 'event_types'],
  ['event_type', 'event_types'],
  ['EVENT-TYPES', 'event_types'],
  ['Filters', 'filter'],
  ['fitler', 'filter'],
  ['filtre', 'filter'],
  ['dryrun', 'dry_run'],
  ['policies_id', 'policy_id'],
  ['uri', 'url'],
] as const)('%s stands for %s', ([written, known]) => {
  expect(nearestWord(written, KEYS)).toBe(known)
  expect(isSlipOf(written, known)).toBe(written !== 'policies_id')
})

test.for(['creation_time', 'sail', 'x', ''])('%j stands for none of them', (written) => {
  expect(nearestWord(written, KEYS)).toBeNull()
  expect(KEYS.filter((known) => isSlipOf(written, known))).toEqual([])
})

test('of several near words, the nearest is meant', () => {
  expect(nearestWord('untl', ['until', 'unit'])).toBe('until')
  expect(nearestWord('repositories', ['repository', 'project'])).toBe('repository')
})

test('a very long word costs nothing', () => {
  expect(nearestWord('a'.repeat(1_000_000), KEYS)).toBeNull()
})
