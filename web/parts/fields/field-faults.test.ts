import { expect, test } from 'vitest'
import { ApiFailure } from '../../api/client/client.ts'
import { type FaultsOfFields, fieldFaults } from './field-faults.ts'

const SOURCE: FaultsOfFields = [
  [/source name/, 'name'],
  [/^settings of a source of kind \S+: ([\w.]+)/, 'settings.$1'],
]

test('a fault is shown at its field, as a sentence', () => {
  const name = new ApiFailure(400, 'invalid source name "A b": lower-case letters')
  expect(fieldFaults(name, SOURCE)).toEqual({ name: 'Invalid source name "A b": lower-case letters.' })
  const setting = new ApiFailure(400, 'settings of a source of kind zot: registry_url must be a URL')
  expect(Object.keys(fieldFaults(setting, SOURCE))).toEqual(['settings.registry_url'])
})

test('what is about no field, or no fault of the form, is shown at none', () => {
  expect(fieldFaults(new ApiFailure(400, 'something else'), SOURCE)).toEqual({})
  expect(fieldFaults(new ApiFailure(500, 'invalid source name'), SOURCE)).toEqual({})
  expect(fieldFaults(null, SOURCE)).toEqual({})
})
