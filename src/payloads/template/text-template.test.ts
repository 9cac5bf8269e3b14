import { expect, test } from 'vitest'
import { compileText } from './text-template.ts'

const shout = (value: string): string => value.toUpperCase()

function write(template: string, variables: object = { a: 'x', list: ['y'] }) {
  const compiled = compileText(template, ['a', 'list', 'none'])
  return 'fault' in compiled ? compiled : compiled.render(variables, shout)
}

test.for([
  ['text stays, {{ a }} is escaped', 'text stays, X is escaped'],
  ['{{ none }}', ''],
  ['{% for one in list %}{{ one }}{% endfor %}', 'Y'],
  ['{% echo a %}{% cycle a, a %}', 'XX'],
  ['{% capture b %}{{ a }}{% endcapture %}{{ b }}', 'X'],
  ['{{ list }}', '["Y"]'],
  ['{{ list | json }}', '["Y"]'],
] as const)('%s writes %s', ([template, text]) => {
  expect(write(template)).toEqual({ text })
})

test.for([
  ['{{ b }}', 'there is no b; there are a, list, none'],
  ['{{ a | raw }}', 'undefined filter: raw'],
  ['{{ a', 'not closed'],
  ['{% include "x" %}', 'tag "include" not found'],
  ['x'.repeat(70_000), 'longer than 65536 characters'],
] as const)('a template with a fault is none', ([template, fault]) => {
  expect(write(template)).toMatchObject({
    fault: expect.stringContaining(fault) as string,
    isUnreadable: true,
  })
})

test('what would write too much is a fault of this event', () => {
  const end = write('{{ a }}', { a: 'x'.repeat(300_000) })
  expect(end).toEqual({ fault: 'it writes more than 262144 characters' })
})
