/** The value of an `Authorization` header for HTTP Basic. */
export function basic({ name, password }: { readonly name: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
}
