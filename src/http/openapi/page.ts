import { createHash } from 'node:crypto'
import { escapeHtml } from '../console/html.ts'
import type { OpenApiDocument, Operation, Parameter } from './document.ts'
import { API_PAGE_STYLE } from './page-style.ts'

/** No script, nothing from elsewhere; of styles only our own, by its hash. */
export const API_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(API_PAGE_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

interface Entry {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

/** A page that shows an API document: what there is by subject, each operation with all that it takes and answers. */
export function apiPage({ info, tags, paths }: OpenApiDocument): string {
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const groups = tags.map(({ name }) => ({
    name,
    entries: entries.filter(({ operation }) => operation.tags.includes(name)),
  }))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(info.title)} API</title>
<style>${API_PAGE_STYLE}</style>
</head>
<body>
<nav aria-label="Operations">${groups.map(({ name, entries: own }) => contents(name, own)).join('')}</nav>
<main>
<h1>${escapeHtml(info.title)} API <small>${escapeHtml(info.version)}</small></h1>
<p>${escapeHtml(info.description)}</p>
<p>For programs: <a href="/api/v2.0/openapi.json">openapi.json</a>. Log in by HTTP Basic.</p>
${groups.map(({ name, entries: own }) => `<h2 id="${escapeHtml(name)}">${escapeHtml(name)}</h2>${own.map(section).join('')}`).join('')}
</main>
</body>
</html>
`
}

function contents(name: string, entries: readonly Entry[]): string {
  const links = entries.map(
    ({ operation: { operationId } }) => `<li><a href="#${operationId}">${escapeHtml(operationId)}</a></li>`,
  )
  return `<details><summary>${escapeHtml(name)}</summary><ul>${links.join('')}</ul></details>`
}

function section({ path, method, operation }: Entry): string {
  const { operationId, summary, parameters = [], requestBody, responses } = operation
  const body = requestBody?.content['application/json']?.schema
  const answers = Object.entries(responses).map(([status, { description, content = {} }]) => {
    const [type, media] = Object.entries(content)[0] ?? ['', undefined]
    const shape =
      media === undefined || '$ref' in media.schema || type !== 'application/json'
        ? ''
        : schemaBlock(media.schema)
    const name = status === 'default' ? 'any other' : status
    return `<dt>${name}</dt><dd>${escapeHtml(description)}${type === '' ? '' : ` (<code>${type}</code>)`}${shape}</dd>`
  })
  return `<section aria-labelledby="${operationId}">
<h3 id="${operationId}"><span class="method ${method}">${method}</span> <code>${escapeHtml(path).replaceAll('/', '/<wbr>')}</code></h3>
<p>${escapeHtml(summary)}. <span class="needs">Needs: ${escapeHtml(operation['x-needs'])}</span></p>
${parameterTable(parameters)}${body === undefined ? '' : `<h4>Body</h4>${schemaBlock(body)}`}
<h4>Answers</h4><dl>${answers.join('')}</dl>
</section>`
}

function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${place}</td><td>${escapeHtml(outline(schema))}${required ? ', required' : ''}</td><td>${escapeHtml(description)}</td></tr>`,
  )
  if (rows.length === 0) return ''
  return `<h4>Parameters</h4><div class="wide" tabindex="0" role="region" aria-label="Parameters"><table><thead><tr><th>Name</th><th>In</th><th>Type</th><th>Meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

function schemaBlock(schema: unknown): string {
  return `<pre tabindex="0"><code>${escapeHtml(outline(schema))}</code></pre>`
}

interface Shape {
  readonly type?: string
  readonly const?: unknown
  readonly description?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
}

/** A schema as people read one: its keys with their types, `?` where one may be missing. */
function outline(schema: unknown, indent = ''): string {
  const { type = 'any', const: value, properties, required = [], items, anyOf } = schema as Shape
  if (value !== undefined) return JSON.stringify(value)
  if (anyOf !== undefined) return anyOf.map((one) => outline(one, indent)).join(' | ')
  if (items !== undefined) return `[ ${outline(items, indent)} ]`
  if (properties === undefined) return type
  const lines = Object.entries(properties).map(([name, property]) => {
    const comment = property.description === undefined ? '' : `  // ${property.description}`
    const mark = required.includes(name) ? '' : '?'
    return `${indent}  ${name}${mark}: ${outline(property, `${indent}  `)}${comment}`
  })
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`
}
