import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../examples/terraform', import.meta.url))
const tests = fileURLToPath(new URL('../clients/terraform-provider', import.meta.url))

const textOf = (ending: string): string =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
const module = textOf('.tf')

/** The body of each block of a kind, by the type of its resource. */
function blocks(kind: 'resource' | 'data') {
  const heads = module.matchAll(new RegExp(`^${kind} "(\\w+)" "\\w+" \\{\\n(.*?)^\\}`, 'gms'))
  return [...heads].map(([, type = '', body = '']) => ({ type, body }))
}

/** The resources whose calls a test repeats: each names its own. */
const repeated = readdirSync(tests).flatMap((file) => {
  const text = readFileSync(join(tests, file), 'utf8')
  return [...text.matchAll(/^describe\('(harbor_\w+)'/gm)].map(([, type]) => type)
})

/** What Harbor's provider sends under another name, never sends or never reads as it was: a plan would never be empty. */
const UNSETTLED = [
  { type: 'harbor_project_webhook', attribute: 'payload_format' },
  { type: 'harbor_user', attribute: 'comment' },
]

describe('the example for Terraform', () => {
  test('has resources, and each is one whose calls a test repeats', () => {
    const types = [...new Set([...blocks('resource'), ...blocks('data')].map(({ type }) => type))]
    expect(types.length).toBeGreaterThan(5)
    expect(types.filter((type) => !repeated.includes(type))).toEqual([])
  })

  test('sets nothing that the provider cannot bring to rest', () => {
    const set = UNSETTLED.filter(({ type, attribute }) =>
      blocks('resource').some(
        (block) => block.type === type && new RegExp(`^ *${attribute} *=`, 'm').test(block.body),
      ),
    )
    expect(set).toEqual([])
  })

  test('says the length of a session, whose default is another one in the provider', () => {
    const [system] = blocks('resource').filter(({ type }) => type === 'harbor_config_system')
    expect(system?.body).toMatch(/^ *session_timeout *= var\.session_timeout_minutes$/m)
    expect(module).toMatch(/variable "session_timeout_minutes" \{[^}]*default *= 30\n/)
  })

  test('gives values only to variables that there are', () => {
    const variables = [...module.matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name)
    const given = [...textOf('.tfvars').matchAll(/^(\w+) *=/gm)].map(([, name]) => name)
    expect(given).not.toEqual([])
    expect(given.filter((name) => !variables.includes(name))).toEqual([])
  })

  test('checks certificates, which the provider would not', () => {
    expect(module).toMatch(/^provider "harbor" \{[^}]*^ *insecure = false$/m)
  })

  test('marks variables with secrets, and outputs of them, as sensitive', () => {
    const secret = /^(?:variable|output) "\w*(?:passwords|secrets|auth_headers)" \{\n(.*?)^\}/gms
    const bodies = [...module.matchAll(secret)].map(([, body]) => body)
    expect(bodies.length).toBe(3)
    for (const body of bodies) expect(body).toMatch(/^ *sensitive *= true$/m)
  })
})
