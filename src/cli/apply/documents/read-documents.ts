import { Compile } from 'typebox/compile'
import { nearestWord } from '../../../domain/nearest-word.ts'
import { plainLine } from '../../plain-text.ts'
import { type KeySchema, unknownKeyText, unknownKeys } from '../../../domain/unknown-keys.ts'
import { CommandFault, EXIT } from '../../remote/exit-codes.ts'
import { DOCUMENTS, DOCUMENT_KINDS, type DocumentKind, type DocumentOf } from './document-schema.ts'
import { type ReadFile, readFiles } from './read-files.ts'
import { withAbsoluteFiles } from './secret-reference.ts'
import { type Place, type YamlDocument, yamlDocuments } from './yaml-documents.ts'

/** A document whose shape is right, and where it stands. */
export interface ReadDocument<Kind extends DocumentKind = DocumentKind> {
  readonly kind: Kind
  readonly body: DocumentOf<Kind>
  /** `dir/team.yml:12`. @param place keys and indexes, joined by dots */
  readonly at: (place?: string) => string
}

const MAX_SHOWN = 50
/** The validator says of these less than `unknownKeys`. */
const KEY_KEYWORDS: readonly string[] = ['additionalProperties', 'boolean']

/** @throws CommandFault naming every mistake with its file and line */
export function readDocuments(path: string): readonly ReadDocument[] {
  const read = readFiles(path).map(documentsOf)
  const documents = read.flatMap((file) => file.documents)
  const mistakes = read.flatMap((file) => file.mistakes)
  refuse(mistakes)
  return documents
}

/** @throws CommandFault when there are mistakes */
export function refuse(mistakes: readonly string[]): void {
  if (mistakes.length === 0) return
  const more = mistakes.length - MAX_SHOWN
  const shown = [...mistakes.slice(0, MAX_SHOWN), ...(more > 0 ? [`and ${String(more)} more`] : [])]
  throw new CommandFault(EXIT.refused, ['nothing was changed:', ...shown].join('\n  '))
}

function documentsOf({ path, folder, text }: ReadFile) {
  const { documents, faults } = yamlDocuments(text)
  const mistakes = faults.map((fault) => `${path}:${String(fault.line)}: ${plainLine(fault.text, 200)}`)
  const read: ReadDocument[] = []
  for (const document of documents) {
    const at = (place = ''): string =>
      `${path}:${String(document.lineOf(place === '' ? [] : place.split('.')))}`
    const kind = kindOf(document)
    if (typeof kind === 'object') mistakes.push(`${at('kind')}: ${kind.fault}`)
    else {
      const found = mistakesIn(kind, document.value).map(
        ([place, fault]) => `${at(place.join('.'))}: ${fault}`,
      )
      mistakes.push(...found)
      const body = withAbsoluteFiles(document.value, folder) as DocumentOf<DocumentKind>
      if (found.length === 0) read.push({ kind, body, at })
    }
  }
  return { documents: read, mistakes }
}

function kindOf({ value }: YamlDocument): DocumentKind | { readonly fault: string } {
  const kinds = DOCUMENT_KINDS.join(', ')
  if (typeof value !== 'object' || value === null || !('kind' in value))
    return { fault: `the document has no kind: use one of ${kinds}` }
  const given = String(value.kind)
  const known = DOCUMENT_KINDS.find((kind) => kind === given)
  if (known !== undefined) return known
  const nearest = nearestWord(given, DOCUMENT_KINDS)
  const hint = nearest === null ? `use one of ${kinds}` : `did you mean ${nearest}?`
  return { fault: `unknown kind ${plainLine(given, 60)}: ${hint}` }
}

function mistakesIn(kind: DocumentKind, value: unknown): readonly (readonly [Place, string])[] {
  const schema = DOCUMENTS[kind]
  const unknown = unknownKeys(schema as KeySchema, value, true)
  const wrong = Compile(schema)
    .Errors(value)
    .filter(({ keyword }) => !KEY_KEYWORDS.includes(keyword))
    .map(({ instancePath, message, keyword, params }) => {
      const place = instancePath.split('/').slice(1).map(unescaped)
      const list = keyword === 'enum' && 'allowedValues' in params ? params.allowedValues : null
      const text = list === null ? message : `must be one of ${list.join(', ')}`
      return [place, `${place.join('.') || 'the document'} ${text}`] as const
    })
  const literal = literalSecrets(wrong.map(([place]) => place))
  return [
    ...unknown.map((key) => [key.path.split('.'), unknownKeyText(key)] as const),
    ...wrong
      .filter(([place], index) => !literal.has(secretPlace(place)) || isFirst(wrong, index))
      .map(([place, text]) =>
        literal.has(secretPlace(place))
          ? ([place, `${secretPlace(place)} is a secret: write {fromEnv: NAME} or {fromFile: PATH}`] as const)
          : ([place, text] as const),
      ),
  ]
}

const SECRET_FIELD = /(?:^|\.)(?:auth_header|secret|access_credential|registry_authorization)$/

/** The secret that a place stands in, or empty. */
function secretPlace(place: Place): string {
  const depth = place.findLastIndex((step) => SECRET_FIELD.test(step))
  return depth === -1 ? '' : place.slice(0, depth + 1).join('.')
}

function literalSecrets(places: readonly Place[]): ReadonlySet<string> {
  return new Set(places.map(secretPlace).filter((place) => place !== ''))
}

/** The validator reports each shape that a secret could have. */
function isFirst(wrong: readonly (readonly [Place, string])[], index: number): boolean {
  const place = secretPlace(wrong[index]?.[0] ?? [])
  return wrong.findIndex(([other]) => secretPlace(other) === place) === index
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~')
}
