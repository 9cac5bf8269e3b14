import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import type { PolicyRequest } from '../../src/contract/webhooks/policy.ts'

type Json = ReturnType<typeof JSON.parse>

/** The settings of both sides as a page of `docs/integrations` gives them. */
export interface IntegrationPage {
  readonly text: string
  /** What Bellbuoy is sent. */
  readonly policy: PolicyRequest
  /** Of the first target. */
  readonly address: URL
  /** Every YAML document of the page, in order; none where the receiver is set up otherwise. */
  readonly settings: readonly Json[]
}

export function integrationPage(name: string): IntegrationPage {
  const text = readFileSync(new URL(`../../docs/integrations/${name}.md`, import.meta.url), 'utf8')
  const policy = JSON.parse(blocks(text, 'json')[0]!) as PolicyRequest
  return {
    text,
    policy,
    address: new URL(policy.targets![0]!.address!),
    settings: blocks(text, 'yaml').flatMap((block) =>
      parseAllDocuments(block).map((document) => document.toJS()),
    ),
  }
}

/** Every match of the first group of `pattern` in a text, without repeats. */
export function allIn(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, found]) => found!))]
}

function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, block]) => block!)
}
