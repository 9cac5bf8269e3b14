import { readFileSync } from 'node:fs'
import { FAILURE_CODES } from '../src/domain/delivery/attempt.ts'
import { STATUS } from '../src/http/errors.ts'
import { ERRORS_OF_ATTEMPTS, ERRORS_OF_THE_API } from './errors-catalogue.ts'
import type { Cause, ErrorEntry } from './errors-catalogue/error-entry.ts'

const STATUSES: readonly (readonly [code: string, status: number])[] = [
  ...Object.entries(STATUS),
  ['UNKNOWN', 500],
]

/** A generated file, as it should be. */
export interface ErrorPage {
  readonly file: URL
  readonly text: string
}

/**
 * One page for each code, and `docs/errors.md` with its two tables.
 *
 * @throws Error when the catalogue lacks a code, or docs/errors.md a region
 */
export function errorPages(): readonly ErrorPage[] {
  const answers = STATUSES.map(([code, status]) => ({ entry: entryOf(ERRORS_OF_THE_API, code), status }))
  const attempts = FAILURE_CODES.map((code) => entryOf(ERRORS_OF_ATTEMPTS, code))
  return [
    ...answers.map(({ entry, status }) =>
      pageOf(entry, `The API answers with status ${status} and the code \`${entry.code}\`.`, 'json'),
    ),
    ...attempts.map((entry) =>
      pageOf(entry, `The record of an attempt has the code \`${entry.code}\`.`, 'text'),
    ),
    overview(answers, attempts),
  ]
}

/** The file of a code's page, without its folder. */
export function fileOf(code: string): string {
  return `${code.toLowerCase().replaceAll('_', '-')}.md`
}

function entryOf(catalogue: readonly ErrorEntry[], code: string): ErrorEntry {
  const entry = catalogue.find((one) => one.code === code)
  if (entry === undefined) throw new Error(`docs/errors-catalogue/ has no entry for ${code}`)
  return entry
}

function pageOf(entry: ErrorEntry, where: string, language: 'json' | 'text'): ErrorPage {
  const { code, title, meaning, causes, retried, example } = entry
  const text = `# ${title} (\`${code}\`)

<!-- docs/generate-errors.ts writes this page from docs/errors-catalogue/: change it there. -->

${where} ${meaning}

## Causes

| message | cause | remedy |
|---|---|---|
${causes.map(causeRow).join('')}
\`…\` stands for any text.

## Is it retried?

${retried}

## Example

\`\`\`${language}
${example}
\`\`\`

All codes are in [errors](../errors.md).
`
  return { file: new URL(`./errors/${fileOf(code)}`, import.meta.url), text }
}

function causeRow({ sentence, why, cure }: Cause): string {
  const quoted = sentence.includes('`') ? `\`\` ${sentence} \`\`` : `\`${sentence}\``
  return `| ${quoted.replaceAll('|', '\\|')} | ${why} | ${cure} |\n`
}

function overview(
  answers: readonly { readonly entry: ErrorEntry; readonly status: number }[],
  attempts: readonly ErrorEntry[],
): ErrorPage {
  const file = new URL('./errors.md', import.meta.url)
  const page = readFileSync(file, 'utf8')
  const ofAnswers = answers.map(({ entry, status }) => `| ${linkOf(entry)} | ${status} | ${entry.short} |\n`)
  const ofAttempts = attempts.map((entry) => `| ${linkOf(entry)} | ${entry.short} | ${entry.retried} |\n`)
  const tables = {
    answers: `| code | status | what happened |\n|---|---|---|\n${ofAnswers.join('')}`,
    attempts: `| code | what happened | retried |\n|---|---|---|\n${ofAttempts.join('')}`,
  }
  return { file, text: Object.entries(tables).reduce(withRegion, page) }
}

function linkOf({ code }: ErrorEntry): string {
  return `[\`${code}\`](errors/${fileOf(code)})`
}

function withRegion(page: string, [name, table]: readonly [name: string, table: string]): string {
  const region = new RegExp(`^<!-- ${name} -->\\n[^]*?^<!-- /${name} -->\\n`, 'm')
  if (!region.test(page)) throw new Error(`docs/errors.md has no region <!-- ${name} -->`)
  return page.replace(region, () => `<!-- ${name} -->\n\n${table}\n<!-- /${name} -->\n`)
}
