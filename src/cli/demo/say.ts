let steps = 0

/** Begins a step of the story. */
export function step(title: string): void {
  steps += 1
  console.log(`\n${steps}. ${title}\n`)
}

/** Prints lines of the step, indented under its title. */
export function say(...paragraphs: readonly string[]): void {
  for (const line of paragraphs.join('\n').split('\n')) console.log(line === '' ? '' : `   ${line}`)
}
