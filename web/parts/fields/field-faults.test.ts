import { expect, test } from 'vitest'
import { ApiFailure } from '../../api/client/client.ts'
import { serverTexts } from '../../text/server/chinese.ts'
import { translated } from '../../text/server/translated.ts'
import { type FaultsOfFields, fieldFaults } from './field-faults.ts'

const asIs = (text: string): string => text

const SOURCE: FaultsOfFields = [
  [/source name/, 'name'],
  [/^settings of a source of kind \S+: ([\w.]+)/, 'settings.$1'],
]

test('a fault is shown at its field, as a sentence', () => {
  const name = new ApiFailure(400, 'invalid source name "A b": lower-case letters')
  expect(fieldFaults(name, SOURCE, asIs)).toEqual({ name: 'Invalid source name "A b": lower-case letters.' })
  const setting = new ApiFailure(400, 'settings of a source of kind zot: registry_url must be a URL')
  expect(Object.keys(fieldFaults(setting, SOURCE, asIs))).toEqual(['settings.registry_url'])
})

test('a fault is in the language of the page', () => {
  const name = new ApiFailure(422, 'validation failure list:\nsource name in body must be string')
  const say = (text: string): string => translated(text, serverTexts)
  expect(fieldFaults(name, SOURCE, say)).toEqual({ name: 'Source name 必须是文本。' })
})

test('what is about no field, or no fault of the form, is shown at none', () => {
  expect(fieldFaults(new ApiFailure(400, 'something else'), SOURCE, asIs)).toEqual({})
  expect(fieldFaults(new ApiFailure(500, 'invalid source name'), SOURCE, asIs)).toEqual({})
  expect(fieldFaults(null, SOURCE, asIs)).toEqual({})
})
