import { execFileSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDocuments } from '../../../src/cli/apply/documents/read-documents.ts'
import { wantedState } from '../../../src/cli/apply/wanted.ts'
import { shared } from '../../support/shared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const parts = shared(async (stack) => ({ folder: stack.use(await temporaryFolder('bad-input')).path }))

/** Reads a file with this text. */
function read(text: string) {
  const file = join(parts().folder, 'a.yml')
  writeFileSync(file, text)
  return wantedState(readDocuments(file))
}

const WEBHOOK = `
webhooks:
  - name: ci
    event_types: [PUSH_ARTIFACT]
    targets:
      - type: http
        address: https://ci.example.com/`

const REFUSED = [
  ['kind: Project\nname: [', /a\.yml:2: /],
  ['kind: Projekt\nname: team', /a\.yml:1: unknown kind Projekt: did you mean Project\?/],
  ['name: team', /a\.yml:1: the document has no kind/],
  ['- 1', /the document has no kind/],
  ['kind: Project\nname: team\npublik: true', /a\.yml:3: unknown key publik: did you mean public\?/],
  [
    `kind: Project\nname: team${WEBHOOK}\n        adress: x`,
    /a\.yml:9: unknown key webhooks\.0\.targets\.0\.adress: did you mean address\?/,
  ],
  [
    `kind: Project\nname: team${WEBHOOK}\n        auth_header: abc`,
    /a\.yml:9: .*auth_header is a secret: write \{fromEnv: NAME\}/,
  ],
  ['kind: Project\nname: team\nname: team', /a\.yml:3: .*unique/],
  [
    'kind: Project\nname: team\n---\nkind: Project\nname: team',
    /a\.yml:4: project team is already defined at .*a\.yml:1/,
  ],
  ['kind: Project\nname: No Name', /No Name is not a valid project name/],
  ['kind: Project\nname: team\nmembers: [{ role_name: guest }]', /either username or group_name/],
  ['kind: Project\nname: team\nmembers: [{ username: a, role_name: boss }]', /must be one of projectAdmin/],
  [`kind: Project\nname: team${WEBHOOK.replace('PUSH_ARTIFACT', 'PUSH')}`, /there is no event type PUSH/],
  [
    `kind: Project\nname: team${WEBHOOK.replace('https://', 'https://me:secret@')}`,
    /an address contains a password/,
  ],
  ['kind: ApplySet\nname: a\n---\nkind: ApplySet\nname: b', /the files already have an ApplySet/],
  ['a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]', /aliases \(\*name\) are not allowed/],
  [`kind: Project\nname: ${'['.repeat(5000)}`, /a\.yml:\d+: /],
] as const

test.for(REFUSED.map(([text, says]) => [text.slice(0, 60), text, says] as const))(
  '%j is refused with its place',
  ([, text, says]) => {
    expect(() => read(text)).toThrow(says)
  },
)

test('every mistake of every file is named at once', () => {
  const text = 'kind: Project\nname: team\npublik: true\nmembrs: []\n---\nkind: Sauce\nname: x'
  expect(() => read(text)).toThrow(/publik[\s\S]*membrs[\s\S]*Sauce/)
})

test('a file that is too large, no file, a link to nothing or no text is refused', () => {
  const { folder } = parts()
  const at = (name: string): string => join(folder, name)
  writeFileSync(at('large.yaml'), '#'.repeat(4 * 1024 * 1024 + 1))
  writeFileSync(at('bytes.yaml'), Buffer.from([0xff, 0xfe, 0xff]))
  symlinkSync(at('nowhere'), at('link.yaml'))
  execFileSync('mkfifo', [at('pipe.yaml')])
  expect(() => readDocuments(at('large.yaml'))).toThrow('larger than 4 MiB')
  expect(() => readDocuments(at('bytes.yaml'))).toThrow('cannot read')
  expect(() => readDocuments(at('link.yaml'))).toThrow('cannot read')
  expect(() => readDocuments(at('pipe.yaml'))).toThrow('is not a regular file')
  expect(() => readDocuments(at('nothing'))).toThrow('cannot read')
})
