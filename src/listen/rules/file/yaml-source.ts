import {
  type Alias,
  LineCounter,
  type Node,
  type Pair,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml'
import type { LocatedMistake, Mistake } from './mistake.ts'

/** A YAML text, and where in it its values stand. */
export interface YamlSource {
  readonly value: unknown
  readonly locate: (mistake: Mistake) => LocatedMistake
}

type YamlDocument = ReturnType<typeof parseDocument>

/**
 * Reads YAML 1.2 with merge keys (`<<`); numbers and booleans stay the text that was written. What is not YAML is a list of mistakes, duplicate keys and
 * unknown tags among them.
 */
export function readYaml(text: string): YamlSource | { readonly mistakes: readonly LocatedMistake[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const faults = faultsOf(document)
  if (faults.length > 0) return { mistakes: faults.map(({ offset, text }) => ({ ...at(offset), text })) }
  return {
    value: valueOf(document),
    locate: (mistake) => ({ ...at(offsetOf(document, mistake)), text: mistake.text }),
  }
}

function valueOf(document: YamlDocument): unknown {
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'number' || typeof scalar.value === 'boolean') scalar.value = scalar.source
    },
  })
  return document.toJS({ maxAliasCount: -1 })
}

/** The offset of a place; of one that is not written, such as a missing key, that of what it belongs into. */
function offsetOf(document: YamlDocument, { path, at }: Mistake): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [index, step] of path.entries()) {
    const found = childOf(isAlias(node) ? node.resolve(document) : node, step)
    if (found === undefined) return offset
    const isKey = isPair(found) && (at === 'key' ? index === path.length - 1 : found.value === null)
    node = isPair(found) ? (isKey ? found.key : found.value) : found
    offset = startOf(node) ?? offset
  }
  return offset
}

function childOf(node: unknown, step: string | number): Pair | Node | undefined {
  if (isMap(node)) return node.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === step)
  return isSeq(node) ? (node.items[Number(step)] as Node | undefined) : undefined
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]
}

interface Fault {
  readonly offset: number
  readonly text: string
}

/** In the order of the text. */
function faultsOf(document: YamlDocument): readonly Fault[] {
  const faults = [...document.errors, ...document.warnings].map(({ pos, message, code }) => ({
    offset: pos[0],
    text: `${inOneLine(message)}${code === 'BAD_ALIAS' || code === 'TAG_RESOLVE_FAILED' ? QUOTE : ''}`,
  }))
  visit(document, {
    Alias(_, alias, parents) {
      const fault = aliasFault(alias, document, parents)
      if (fault !== null) faults.push({ offset: startOf(alias) ?? 0, text: fault })
    },
  })
  return faults.toSorted((one, other) => one.offset - other.offset)
}

/** An alias in what an anchor names is refused: it could lead into itself, or make a short text endlessly long. */
function aliasFault(alias: Alias, document: YamlDocument, parents: readonly unknown[]): string | null {
  if (alias.resolve(document) === undefined)
    return alias.source === '' ? null : `there is no anchor ${alias.source}${QUOTE}`
  const isAnchored = parents.some((parent) => (isMap(parent) || isSeq(parent)) && parent.anchor !== undefined)
  return isAnchored ? `*${alias.source} stands in what another anchor names: write it out` : null
}

/** Globs often begin so, and YAML reads them as something else. */
const QUOTE = ': put a text that begins with * or ! in quotes'

function inOneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ').trim()
}
