/** What the library says of an input with an error; groups of checkboxes say it themselves. */
const WRONG = '[aria-invalid="true"], [data-wrong="true"]'

/** The names of the fields of a form that have an error, in the order of the page. */
export function wrongFieldNames(form: HTMLElement): readonly string[] {
  const names = [...form.querySelectorAll<HTMLElement>(WRONG)].map(nameOf)
  return [...new Set(names)].filter((name) => name !== '')
}

/** Takes the user to the first field of a form that has an error. */
export function goToFirstWrong(form: HTMLElement | null): void {
  const first = form?.querySelector<HTMLElement>(WRONG)
  first?.focus({ preventScroll: true })
  first?.scrollIntoView({ block: 'center' })
}

function nameOf(field: HTMLElement): string {
  const [label] =
    field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? (field.labels ?? []) : []
  const text = label?.childNodes[0]?.textContent ?? field.getAttribute('aria-label') ?? field.dataset['name']
  return (text ?? '').trim()
}
