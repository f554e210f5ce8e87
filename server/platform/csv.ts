/**
 * A row of a CSV file (RFC 4180), its line's end with it. Spreadsheets run what begins like a formula, also from a file
 * that somebody else filled: such cells get an apostrophe in front, which makes them text (abuse-43).
 */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

/** `= + - @`, tab and returns, and the wide forms that some spreadsheets take for them; spaces before do not help. */
const formula = /^\s*[=+\-@\t\r\n＝＋－＠]/u

function cell(value: string | number | null): string {
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  const harmless = formula.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n\t']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
