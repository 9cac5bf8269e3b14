import { expect, test } from 'vitest'
import { type PlaceRules, fillPlace, lengthFault, placeFault } from './place.ts'

const rules: PlaceRules = {
  name: 'subject',
  maxBytes: 40,
  clean: (value) => value.replaceAll('.', '_'),
  fault: (place) => (place.includes(' ') ? 'subject holds a space' : null),
}

test.each([
  ['registry.{project}.{event_type}', 'shop/a.b/web', 'registry.shop.PUSH_ARTIFACT'],
  ['{repository}', 'shop/a.b/web', 'shop/a_b/web'],
  ['{project}.{project}', '', '-.-'],
  ['{{project}}', 'shop/web', '{shop}'],
  ['no placeholder', 'shop/web', 'no placeholder'],
  ['{constructor}', 'shop/web', '{constructor}'],
])('%s of the repository %j is %s', (template, repository, place) => {
  expect(fillPlace(template, { repository, eventType: 'PUSH_ARTIFACT' }, rules)).toBe(place)
})

test.each([
  ['registry.{project}', null],
  ['registry.{tag}', 'subject holds {tag}: there are {project}, {repository}, {event_type}'],
  ['registry.{}', 'subject holds {}: there are {project}, {repository}, {event_type}'],
  ['a b', 'subject holds a space'],
  ['ü'.repeat(21), 'subject has 42 bytes; 40 are allowed'],
])('the fault of %s is %j', (template, fault) => {
  expect(placeFault(template, rules)).toBe(fault)
})

test('a place is measured in bytes', () => {
  expect(lengthFault('🐳'.repeat(10), rules)).toBeNull()
  expect(lengthFault('🐳'.repeat(11), rules)).toBe('subject has 44 bytes; 40 are allowed')
})
