import { expect, test } from 'vitest'
import type { RecipientFate } from '../../domain/delivery/attempt.ts'
import { owedRecipients } from './owed-recipients.ts'

/** `a+ b- c?`: a took it, b was refused for good, c was deferred. */
const attempt = (fates: string) => ({
  response: {
    status: 250,
    headers: {},
    body: '',
    truncated: false,
    recipients: fates.split(' ').map((text): RecipientFate => {
      const fate = ({ '+': 'taken', '-': 'refused', '?': 'deferred' } as const)[text[1] as '+']
      return { address: text[0] ?? '', fate, answer: '' }
    }),
  },
})
const broken = { response: null }

test.for([
  ['nobody has got it yet', [], 'a b c', ''],
  ['an attempt that broke off counts for nothing', [[broken]], 'a b c', ''],
  ['who took it, and who was refused for good, is done', [[attempt('a+ b- c?')]], 'c', 'b'],
  ['attempts add up', [[attempt('a+ b? c?'), broken, attempt('b+ c-')]], '', 'c'],
  ['one sent once more goes to those who had not taken it', [[], [attempt('a+ b- c?')]], 'b c', ''],
  ['and again', [[attempt('b- c+')], [attempt('a+ b- c?')]], '', 'b'],
  ['and once more', [[], [attempt('b- c+')], [attempt('a+ b- c?')]], 'b', ''],
  ['where all had taken it, it goes to all', [[], [attempt('a+ b+ c+')]], 'a b c', ''],
  ['and its second attempt to the rest of them', [[attempt('a+ b? c?')], [attempt('a+ b+ c+')]], 'b c', ''],
  ['who is no recipient any more does not count', [[attempt('a+ b+ c+ x- y?')]], '', ''],
] as const)('%s', ([, lineage, to, refused]) => {
  const owed = owedRecipients(['a', 'b', 'c'], lineage)
  expect(owed.to.join(' ')).toBe(to)
  expect(owed.refused.map(({ address }) => address).join(' ')).toBe(refused)
})
