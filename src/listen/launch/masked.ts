/** Shorter texts are no secrets, and occur everywhere. */
const MIN_LENGTH = 6

/** Takes secrets out of a text that is kept. */
export function masked(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= MIN_LENGTH)
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
}
