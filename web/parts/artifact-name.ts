/** How an artifact is named where it is one thing among others; null of an event that is about none. */
export function artifactName({
  repository,
  tag,
}: {
  readonly repository: string
  readonly tag?: string | undefined
}): string | null {
  if (repository === '') return null
  return tag === undefined ? repository : `${repository}:${tag}`
}
