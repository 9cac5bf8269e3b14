import { globSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EVENT_TYPES } from '../../src/domain/event/event-type.ts'
import { ALERT_FORMATS, OWN_FORMATS, PAYLOAD_FORMATS } from '../../src/payloads/payload-formats.ts'
import { CHATS } from '../support/receivers/chats/chats.ts'
import { type ScratchCopy, scratchCopy } from '../support/scratch-copy.ts'
import {
  ADDITIONS,
  EVENT_TYPE_IN_CHINESE,
  EVENT_TYPE_IN_ENGLISH,
  EVENT_TYPE_MEANING_IN_CHINESE,
  EVENT_TYPE_MEANING_IN_ENGLISH,
  EVENT_TYPE_SENTENCE,
} from './how-to-add/additions.ts'

const IN_ENGLISH = [EVENT_TYPE_IN_ENGLISH, EVENT_TYPE_MEANING_IN_ENGLISH]
const IN_CHINESE = [EVENT_TYPE_IN_CHINESE, EVENT_TYPE_MEANING_IN_CHINESE]

const root = fileURLToPath(new URL('../../', import.meta.url))

describe('docs/how-to-add.md', () => {
  const page = readFileSync(`${root}docs/how-to-add.md`, 'utf8')

  test.for(Object.entries(ADDITIONS))('names every place of %s', ([, { files, lines }]) => {
    for (const { file } of lines) expect(page).toContain(`\`${file}\``)
    for (const file of Object.keys(files)) expect(page).toContain(`\`${dirname(file)}/\``)
  })

  test('names every place of the words of an event type', () => {
    for (const { file } of [EVENT_TYPE_SENTENCE, ...IN_ENGLISH, ...IN_CHINESE])
      expect(page).toContain(`\`${file}\``)
  })
})

describe('in a copy to which a contributor adds one of each', () => {
  let copy: ScratchCopy
  const asked: (readonly string[])[] = []
  beforeAll(async () => {
    copy = await scratchCopy()
    for (const { files, lines } of Object.values(ADDITIONS)) {
      copy.addFiles(files)
      copy.insert(lines)
    }
    asked.push(await copy.filesWithErrors())
    copy.insert([EVENT_TYPE_SENTENCE, ...IN_ENGLISH])
    asked.push(await copy.filesWithErrors())
    copy.insert(IN_CHINESE)
    asked.push(await copy.filesWithErrors())
  }, 300_000)
  afterAll(() => copy[Symbol.asyncDispose]())

  test('the compiler asks for the words of an event type, and for nothing else', () => {
    expect(asked).toEqual([
      [EVENT_TYPE_SENTENCE, ...IN_ENGLISH].map(({ file }) => file),
      IN_CHINESE.map(({ file }) => file),
      [],
    ])
  })

  test('the event type can be reported, subscribed, written in every format and read in every language', async () => {
    const used = await copy.run('test/docs/how-to-add/use-event-type.ts')
    expect(used).toMatchObject({
      isSupported: true,
      status: 200,
      delivered: 'SIGN_ARTIFACT',
      page: '| `SIGN_ARTIFACT` | `signArtifact` | an artifact was signed |',
      inChinese: '签名制品',
      groups: [['artifacts', ['SIGN_ARTIFACT']]],
    })
    const { bodies } = used as { readonly bodies: Readonly<Record<string, string>> }
    const formats = [...PAYLOAD_FORMATS, ...OWN_FORMATS].map(({ name }) => name)
    expect(Object.keys(bodies).toSorted()).toEqual([...formats, 'Csv', 'Parrot'].toSorted())
    const alerts = ALERT_FORMATS.map(({ name }) => name)
    const words = /SIGN_ARTIFACT|signArtifact|bellbuoy\.artifact\.signed|signed/
    for (const [format, body] of Object.entries(bodies))
      expect(body, format).toMatch(alerts.includes(format) ? /^null$/ : words)
    expect(bodies['Parrot']).toBe('alice signed web:1.4.2 in shop')
  })

  test('the payload format can be chosen, made the default, previewed, delivered and documented', async () => {
    expect(await copy.run('test/docs/how-to-add/use-payload-format.ts')).toMatchObject({
      formats: expect.arrayContaining(['Csv']),
      preview: { content_type: 'text/csv', body: 'PUSH_ARTIFACT,team/web\n' },
      delivered: { contentType: 'text/csv', body: 'PUSH_ARTIFACT,team/app\n' },
      samples: expect.arrayContaining([...EVENT_TYPES]),
      sample: { headers: { 'content-type': 'text/csv' }, body: 'PUSH_ARTIFACT,shop/web\n' },
      page: expect.stringContaining('```text\nPUSH_ARTIFACT,shop/web\n```'),
    })
  })

  test('the kind of target on its page can be chosen, and delivers', async () => {
    expect(await copy.run('test/docs/how-to-add/use-target-kind.ts')).toMatchObject({
      kinds: expect.arrayContaining(['bottle']),
      written: expect.stringMatching(/^adrift: \{"version":.*"anna".*\}\n$/),
      log: expect.stringContaining('> append to /'),
      vendor_type: 'BOTTLE',
      status: 'Success',
    })
  })

  test('the chat can be chosen, and its messages arrive', async () => {
    expect(await copy.run('test/docs/how-to-add/use-chat.ts')).toMatchObject({
      kinds: expect.arrayContaining(['parrot']),
      body: expect.stringMatching(/^anna pushed app:latest to team$/),
      vendor_type: 'PARROT',
      status: 'Success',
    })
  })

  test('the kind of source can be connected, and its events arrive', async () => {
    expect(await copy.run('test/docs/how-to-add/use-source-kind.ts')).toMatchObject({
      kinds: expect.arrayContaining(['bosun']),
      answer: { accepted: 1 },
      events: { items: [{ type: 'PUSH_ARTIFACT', repository: 'shop/web', tag: '1.4.2', source: 'deck' }] },
    })
  })

  test('the setting is read, and documented', async () => {
    expect(await copy.run('test/docs/how-to-add/use-setting.ts')).toMatchObject({
      unset: { greeting: 'ahoy' },
      set: { greeting: 'hello' },
      page: true,
    })
  })
})

describe('nothing in the program but its own file and the list of all knows', () => {
  const sources = globSync('src/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => ({ file, text: readFileSync(root + file, 'utf8') }))
  const filesThatSay = (text: string): readonly string[] =>
    sources.filter((source) => source.text.includes(text)).map(({ file }) => file)
  const linesThatSay = (file: string, text: string): number =>
    sources
      .find((source) => source.file === file)!
      .text.split('\n')
      .filter((line) => line.includes(text) && !line.startsWith('import ')).length
  const ownFiles = (pattern: string): readonly string[] =>
    globSync(pattern, { cwd: root }).filter((file) => !file.endsWith('.test.ts'))

  test.for(ownFiles('src/payloads/formats/**/*.ts'))('the payload format of %s', (file) => {
    const format = `${basename(file, '.ts').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Format`
    const list = 'src/payloads/payload-formats.ts'
    // What a template cannot write is sent in our own format.
    const others = format === 'bellbuoyFormat' ? ['src/payloads/formats/template.ts'] : []
    expect(filesThatSay(format).toSorted()).toEqual([file, list, ...others].toSorted())
    expect(linesThatSay(list, format)).toBe(1)
  })

  test.for(
    ownFiles('src/targets/**/*-target.ts').filter(
      (file) => !/\/(?:alert|broker|chat|cloud|service)-target\.ts$/.test(file),
    ),
  )('the kind of target of %s', (file) => {
    const type = basename(file, '-target.ts')
    const create = `create${type[0]!.toUpperCase()}${type.slice(1)}Target`
    const list = 'src/targets/target-kinds.ts'
    expect(filesThatSay(create).toSorted()).toEqual([file, list].toSorted())
    expect(linesThatSay(list, create)).toBe(1)
  })

  test.for(Object.keys(CHATS).filter((type) => type !== 'slack'))('the name of the kind %s', (type) => {
    // A ready-made template can be named after a chat.
    const files = filesThatSay(`'${type}'`).filter((file) => file !== 'src/payloads/template/ready-made.ts')
    expect(files).toEqual([`src/targets/chats/${type}-target.ts`])
  })
})
