import { describe, expect, test } from 'vitest'
import { plainJson } from './plain-text.ts'

describe('plainJson', () => {
  test.for([
    ['\u009b31m'],
    ['\u202eevil'],
    ['\u{e0001}tag'],
    ['line\u2028break'],
    ['plain \u00e4 \ud83d\ude00'],
  ])('a reader of JSON gets %j as it is, and a terminal nothing that steers it', ([text]) => {
    const json = plainJson({ text })
    expect(JSON.parse(json)).toEqual({ text })
    expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  })
})
