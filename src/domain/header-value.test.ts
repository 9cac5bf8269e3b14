import { expect, test } from 'vitest'
import { fitsHeader, headerBytes } from './header-value.ts'

test.for(['', 'Bearer a.b-c==', 'tab\there', 'Grüße', 'пароль', '密码', '⚓', '🔔', '\u2028'])(
  '%j can be sent, since UTF-8 can say it',
  (value) => {
    expect(fitsHeader(value)).toBe(true)
    // What goes out is what Go would send: the bytes of the text in UTF-8.
    expect(Buffer.from(headerBytes(value), 'latin1').toString('utf8')).toBe(value)
  },
)

test.for(['a\r\nb', 'a\nb', 'a\0b', '\x1b[0m', '\x7f', '\x85', '\x9b', '\ud83d', 'a\udd14'])(
  '%j cannot: a control character, or half of one',
  (value) => {
    expect(fitsHeader(value)).toBe(false)
  },
)

test('what is ASCII stays as it is', () => {
  expect(headerBytes('Secret s3cret')).toBe('Secret s3cret')
})
