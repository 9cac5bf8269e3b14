import { expect, test } from 'vitest'
import { merged } from './merged-form.ts'

const targets = [{ key: 'a', address: 'http://a.test' }]
const base = { name: 'old', description: '', targets }

test('a field that was changed here stays, the others take what is stored now', () => {
  const mine = { ...base, name: 'mine' }
  const next = merged({ form: mine, base }, { name: 'theirs', description: 'theirs', targets })
  expect(next.form).toEqual({ name: 'mine', description: 'theirs', targets })
  expect(next.base.name).toBe('theirs')
})

test('what is the same keeps its object, so that nothing on the page is drawn anew', () => {
  const next = merged({ form: base, base }, { ...base, targets: [{ key: 'b', address: 'http://a.test' }] })
  expect(next.form.targets).toBe(targets)
  expect(next.base.targets).toBe(targets)
})

test('a second version is merged like the first', () => {
  const first = merged({ form: { ...base, name: 'mine' }, base }, { ...base, description: 'one' })
  const second = merged(first, { ...base, name: 'theirs', description: 'two' })
  expect(second.form).toMatchObject({ name: 'mine', description: 'two' })
})
