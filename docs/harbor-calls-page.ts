import { HARBOR_RELEASE, HARBOR_SUBJECTS, SUBJECTS_THAT_ARE_ABSENT } from './harbor-calls.ts'
import type { AbsentSubject, HarborCall, HarborSubject } from './harbor-calls/harbor-call.ts'

const INTRODUCTION = `# Harbor's calls

<!-- docs/generate-harbor-calls.ts writes this page from docs/harbor-calls/: change it there. -->

This page lists every call of Harbor ${HARBOR_RELEASE} about these subjects, and of the webhook API of Harbor 1.10.

| answer | meaning |
|---|---|
| same | a client notices no difference, except [those of all endpoints](harbor-differences.md#for-all-endpoints) |
| differs | the call has the same parameters and does the same, except for the difference in the last column |
| absent | 404, or 405 if the path has another method |

[Differences from Harbor](harbor-differences.md) has the reasons. [The API](api.md) lists our own calls too.

`

const HEAD = `| call | operation | answer | why |
|---|---|---|---|
`

/** The text of `docs/harbor-calls.md`. */
export function harborCallsPage(): string {
  return [
    INTRODUCTION,
    HARBOR_SUBJECTS.map(section).join('\n'),
    absentSection(SUBJECTS_THAT_ARE_ABSENT),
  ].join('')
}

function section({ title, base, calls }: HarborSubject): string {
  const count = (word: string): number => calls.filter((call) => word in call).length
  const counts = ['same', 'differs', 'absent'].map((word) => `${count(word)} ${word}`).join(', ')
  return `## ${title}\n\nUnder \`${base}\`: ${counts}.\n\n${HEAD}${calls.map(row).join('')}`
}

function row(call: HarborCall): string {
  const operation = call.operation === undefined ? '' : `\`${call.operation}\``
  const [verdict, why] =
    'same' in call ? ['same', ''] : 'differs' in call ? ['differs', call.differs] : ['absent', call.absent]
  return `| \`${call.call}\` | ${operation} | ${verdict} | ${why} |\n`
}

function absentSection(subjects: readonly AbsentSubject[]): string {
  const rows = subjects.map(({ title, paths, absent }) => {
    const begins = paths.map((path) => `\`${path.replaceAll('{}', '{project}')}\``).join(', ')
    return `| ${title} | ${begins} | ${absent} |\n`
  })
  return `
## Subjects that Bellbuoy does not have

Under \`/api/v2.0\`, all calls with these paths are absent, except those above.

| subject | paths | reason |
|---|---|---|
${rows.join('')}`
}
