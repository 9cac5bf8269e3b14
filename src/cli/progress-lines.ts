const LINE_EVERY_MS = 2000

/** Prints how far a long copy is, at most every two seconds. */
export function progressLines(what: string): (done: number, of: number) => void {
  let lastMs = Date.now()
  return (done, of) => {
    if (Date.now() - lastMs < LINE_EVERY_MS) return
    lastMs = Date.now()
    console.log(`${what}: ${Math.floor((done / Math.max(1, of)) * 100)} %`)
  }
}
