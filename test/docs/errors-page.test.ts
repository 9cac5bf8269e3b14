import { globSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { errorPages, fileOf } from '../../docs/error-pages.ts'
import { ERRORS_OF_ATTEMPTS, ERRORS_OF_THE_API } from '../../docs/errors-catalogue.ts'
import { FAILURE_CODES } from '../../src/domain/delivery/attempt.ts'
import { STATUS } from '../../src/http/errors.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const codes = [...Object.keys(STATUS), 'UNKNOWN', ...FAILURE_CODES]
const catalogue = [...ERRORS_OF_THE_API, ...ERRORS_OF_ATTEMPTS]

test('every code of the API and of a failed attempt has one page, and no other page is there', () => {
  expect(catalogue.map(({ code }) => code).toSorted()).toEqual(codes.toSorted())
  expect(readdirSync(`${root}docs/errors`).toSorted()).toEqual(codes.map(fileOf).toSorted())
})

test('the pages are up to date (else run node_modules/.bin/node docs/generate-errors.ts)', () => {
  for (const { file, text } of errorPages()) expect(readFileSync(file, 'utf8'), file.pathname).toBe(text)
})

test('the sentences of the pages stand in the code', () => {
  const sources = globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts'] })
  const code = sources.map((file) => readFileSync(`${root}${file}`, 'utf8')).join('\n')
  const sentences = catalogue.flatMap(({ causes }) => causes.map(({ sentence }) => sentence))
  const parts = sentences.flatMap((sentence) => sentence.split(/…|[:;(] |[()]/)).map((part) => part.trim())
  expect(parts.filter((part) => part.length > 3 && !code.includes(part))).toEqual([])
})
