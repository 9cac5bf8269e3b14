import { readFileSync, readdirSync } from 'node:fs'

const folder = new URL('./decisions/', import.meta.url)

const INTRODUCTION = `# Decisions

<!-- docs/generate-decisions.ts writes this page from the titles of the notes. -->

Each note has a choice that others might make otherwise: its context, its reasons, and the alternatives. A note holds until a later one replaces it.

`

/** The index of the decision notes, by their numbers. */
export function decisionsPage(): string {
  const notes = readdirSync(folder).filter((file) => /^\d{4}-.*\.md$/.test(file))
  return `${INTRODUCTION}${notes.toSorted().map(lineOf).join('\n')}\n`
}

function lineOf(file: string): string {
  const [, number, title] = /^# (\d+)\. (.+)$/m.exec(readFileSync(new URL(file, folder), 'utf8')) ?? []
  if (title === undefined) throw new Error(`docs/decisions/${file} has no title of the form "# 1. Title"`)
  return `- ${number}: [${title}](${file})`
}
