import { readFileSync } from 'node:fs'
import { systemClock } from '../src/domain/clock.ts'
import type { TargetKind } from '../src/domain/delivery/target-kind.ts'
import { createAddressGuard } from '../src/net/address-guard.ts'
import { LineOutput } from '../src/targets/log/line-output.ts'
import { createTargetKinds } from '../src/targets/target-kinds.ts'
import { optionsTable } from './options-table.ts'

/** The region of a page that is written from the kind. */
const OPTIONS = /^<!-- options -->\n(?:[^]*?^<!-- \/options -->\n)?/m

const INTRODUCTION = `# Kinds of targets

<!-- docs/generate-targets.ts writes this page from the pages beside it. -->

A policy has any number of [targets](../targets.md) of any kind. Each page explains how to set up the other side, and names what the kind was tested against.

| kind | \`type\` | what it does | tested against |
|---|---|---|---|
`

/** A page about a kind of target. */
export interface TargetPage {
  readonly file: URL
  /** As it should be. */
  readonly text: string
}

/**
 * The pages about the kinds of targets, with the options of each.
 *
 * @throws Error when a kind has no page, or a page no place for the options
 */
export function targetPages(): readonly TargetPage[] {
  return kinds().map(({ type, optionsSchema }) => {
    const file = new URL(`./targets/${type}.md`, import.meta.url)
    const page = readFileSync(file, 'utf8')
    if (!OPTIONS.test(page)) throw new Error(`${file.pathname} has no line <!-- options -->`)
    const table = optionsTable(optionsSchema)
    return {
      file,
      text: page.replace(OPTIONS, () => `<!-- options -->\n\n## Options\n\n${table}\n<!-- /options -->\n`),
    }
  })
}

/** The page that lists all kinds. */
export function targetsIndex(): TargetPage {
  const rows = kinds().map(({ type }) => {
    const page = readFileSync(new URL(`./targets/${type}.md`, import.meta.url), 'utf8')
    const [, title = '', sentence = ''] = /^# (.+)\n\n([^]+?)\n\n/.exec(page) ?? []
    const [, tested = ''] = /^## Tested against\n\n([^]+?)(?:\n\n|\n?$(?![^]))/m.exec(page) ?? []
    return `| [${title}](${type}.md) | \`${type}\` | ${asLine(sentence)} | ${asLine(tested)} |\n`
  })
  return { file: new URL('./targets/README.md', import.meta.url), text: `${INTRODUCTION}${rows.join('')}` }
}

function asLine(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll('|', '\\|')
}

/** Every kind; nothing is sent. */
function kinds(): readonly TargetKind[] {
  return createTargetKinds({
    guard: createAddressGuard({ allow: [], deny: [], allowLoopback: false }),
    clock: systemClock,
    timeoutMs: 0,
    userAgent: '',
    smtp: { server: null, from: null },
    lineageOf: () => Promise.resolve([]),
    logTargets: true,
    output: new LineOutput(1),
  })
}
