import { readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import ts from 'typescript'

/** A sentence that the sources write for people, with `{}` for what varies, and where it stands. */
export interface ServerSentence {
  readonly pattern: string
  readonly file: string
}

/** Rooms whose refusals and reasons reach a page of the console. */
const ROOMS = [
  'src/http/handlers/{history,people,problems,projects,scanning,sources,webhooks}/*.ts',
  'src/domain/**/*.ts',
  'src/store/**/*.ts',
  'src/intake/*.ts',
  'src/delivery/*.ts',
  'src/targets/**/*.ts',
  'src/accounts/password-policy.ts',
  'src/app/bounded.ts',
]

/** The sentences of errors (`new BellbuoyError`, `badRequest`, `weak`), of faults and of failed attempts (`text`) in these rooms. */
export function serverSentences(root: string): readonly ServerSentence[] {
  const files = ROOMS.flatMap((room) => globSync(room, { cwd: root })).filter(
    (file) => !file.includes('.test.'),
  )
  return files.flatMap((file) => sentencesIn(file, readFileSync(`${root}/${file}`, 'utf8')))
}

function sentencesIn(file: string, source: string): readonly ServerSentence[] {
  const found: ServerSentence[] = []
  const visit = (node: ts.Node): void => {
    for (const pattern of patternsOf(sentenceAt(node, file))) found.push({ pattern, file })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true))
  return found
}

function sentenceAt(node: ts.Node, file: string): ts.Expression | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'BellbuoyError') return node.arguments?.[1]
  if (ts.isCallExpression(node) && ['badRequest', 'weak'].includes(node.expression.getText()))
    return node.arguments[0]
  if (isOfFault(node)) return ts.isReturnStatement(node) ? node.expression : node.initializer
  const isText = ts.isPropertyAssignment(node) && node.name.getText() === 'text'
  return isText && /^src\/(?:targets\/http|delivery)\//.test(file) ? node.initializer : undefined
}

/** What is wrong with a value in words: `fault` of a reading, or what a function returns whose name ends in `Fault`. */
function isOfFault(node: ts.Node): node is ts.PropertyAssignment | ts.ReturnStatement {
  if (ts.isPropertyAssignment(node)) return node.name.getText() === 'fault'
  if (!ts.isReturnStatement(node)) return false
  const asked = ts.findAncestor(node, ts.isFunctionLike)
  return asked !== undefined && ts.isFunctionDeclaration(asked) && asked.name?.text.endsWith('Fault') === true
}

/** None for what is put together elsewhere; of a condition, both. */
function patternsOf(sentence: ts.Expression | undefined): readonly string[] {
  if (sentence === undefined) return []
  if (ts.isConditionalExpression(sentence)) return [sentence.whenTrue, sentence.whenFalse].flatMap(patternsOf)
  if (ts.isStringLiteralLike(sentence)) return [sentence.text]
  if (!ts.isTemplateExpression(sentence)) return []
  return [sentence.head.text + sentence.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')]
}
