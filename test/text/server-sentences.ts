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

/** The sentences of errors (`new BellbuoyError`, `badRequest`, `weak`) and of failed attempts (`text`) in these rooms. */
export function serverSentences(root: string): readonly ServerSentence[] {
  const files = ROOMS.flatMap((room) => globSync(room, { cwd: root })).filter(
    (file) => !file.includes('.test.'),
  )
  return files.flatMap((file) => sentencesIn(file, readFileSync(`${root}/${file}`, 'utf8')))
}

function sentencesIn(file: string, source: string): readonly ServerSentence[] {
  const found: ServerSentence[] = []
  const visit = (node: ts.Node): void => {
    const sentence = sentenceAt(node, file)
    const pattern = sentence === undefined ? null : patternOf(sentence)
    if (pattern !== null) found.push({ pattern, file })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true))
  return found
}

function sentenceAt(node: ts.Node, file: string): ts.Expression | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'BellbuoyError') return node.arguments?.[1]
  if (ts.isCallExpression(node) && ['badRequest', 'weak'].includes(node.expression.getText()))
    return node.arguments[0]
  const isText = ts.isPropertyAssignment(node) && node.name.getText() === 'text'
  return isText && /^src\/(?:targets\/http|delivery)\//.test(file) ? node.initializer : undefined
}

/** Null for what is put together elsewhere. */
function patternOf(sentence: ts.Expression): string | null {
  if (ts.isStringLiteralLike(sentence)) return sentence.text
  if (!ts.isTemplateExpression(sentence)) return null
  return sentence.head.text + sentence.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')
}
