import { type Document, LineCounter, isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit } from 'yaml'

/** Keys and indexes on the way to a value. */
export type Place = readonly string[]

/** One document of a file, and where in it its values stand. */
export interface YamlDocument {
  readonly value: unknown
  /** The line, from 1; of what is not written, that of what it belongs into. */
  readonly lineOf: (place: Place) => number
}

export interface YamlFault {
  readonly line: number
  readonly text: string
}

/**
 * Reads the documents of a YAML 1.2 text. Aliases are refused: a short text of them can stand for an endless one, and what a file says should
 * stand where it counts. Empty documents are left out.
 */
export function yamlDocuments(text: string): {
  readonly documents: readonly YamlDocument[]
  readonly faults: readonly YamlFault[]
} {
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })
  if (!Array.isArray(parsed)) return { documents: [], faults: [] }
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line)
  const faults = parsed.flatMap((document) =>
    faultsOf(document).map(({ offset, text: fault }) => ({ line: lineAt(offset), text: fault })),
  )
  if (faults.length > 0) return { documents: [], faults }
  const documents = parsed
    .filter(({ contents }) => contents !== null && !(isScalar(contents) && contents.value === null))
    .map((document) => ({
      value: document.toJS() as unknown,
      lineOf: (place: Place) => lineAt(offsetOf(document, place)),
    }))
  return { documents, faults: [] }
}

/** Deeper than anything that a document may say, and than any stack could bear. */
const MAX_DEPTH = 50

function faultsOf(document: Document.Parsed) {
  const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    offset: pos[0],
    text: message.replaceAll(/\s+/g, ' ').trim(),
  }))
  visit(document, {
    Node(_, node, path) {
      const offset = node.range?.[0] ?? 0
      if (isAlias(node)) faults.push({ offset, text: 'aliases (*name) are not allowed: write the value out' })
      if (path.length <= MAX_DEPTH) return undefined
      faults.push({ offset, text: `nested deeper than ${MAX_DEPTH} levels` })
      return visit.BREAK
    },
  })
  return faults
}

function offsetOf({ contents }: Document.Parsed, place: Place): number {
  let node: unknown = contents
  let offset = contents?.range[0] ?? 0
  for (const step of place) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
      : undefined
    const next: unknown = isSeq(node) ? node.items[Number(step)] : pair?.value
    const at: unknown = pair?.key ?? next
    if (at === undefined) return offset
    offset = (at as { range?: readonly number[] }).range?.[0] ?? offset
    node = next
  }
  return offset
}
