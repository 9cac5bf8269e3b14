/** A path in the chart repository; what is put into it is percent-encoded. */
export function pathIn(parts: TemplateStringsArray, ...names: readonly string[]): string {
  return String.raw({ raw: parts }, ...names.map(encodeURIComponent))
}
