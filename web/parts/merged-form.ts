/** The fields that were changed here stay; the others take what is stored now. */
export function merged<Form extends object>(
  { form, base }: { readonly form: Form; readonly base: Form },
  theirs: Form,
): { readonly form: Form; readonly base: Form } {
  const next = { form: { ...theirs }, base: { ...theirs } }
  for (const name of Object.keys(theirs) as (keyof Form)[]) {
    if (!isSame(form[name], base[name])) next.form[name] = form[name]
    // What is the same anyway keeps its fields, and what has the focus in them.
    else if (isSame(base[name], theirs[name])) next.form[name] = next.base[name] = form[name]
  }
  return next
}

/** Keys only tell the parts of a form apart. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  return textOf(one) === textOf(other)
}

function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (name, part: unknown) => (name === 'key' ? undefined : inOrder(part)))
}

/** Names in one order, whatever order they were typed in. */
function inOrder(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
  return Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** What a form has under a path such as `targets.0.address`. */
export function valueAt(form: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((part, name) => (part as Readonly<Record<string, unknown>> | undefined)?.[name], form)
}
