const maxLength = 160

/** The first words of a text on one line, as a list row shows them. */
export function snippetOf(text: string): string {
  const start = text
    .slice(0, maxLength * 4)
    .replace(/\s+/g, ' ')
    .trim()
  return start.length <= maxLength ? start : `${start.slice(0, maxLength).trimEnd().toWellFormed()}…`
}
