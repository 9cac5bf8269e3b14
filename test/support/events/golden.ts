import { readFileSync } from 'node:fs'

/** The text of a file in `test/golden/`, by its path there without the `.json`. */
export function golden(path: string): string {
  return readFileSync(new URL(`../../golden/${path}.json`, import.meta.url), 'utf8')
}
