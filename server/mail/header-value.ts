/**
 * Text for one header line: everything that some program takes for the end of a line becomes a blank, and what cannot
 * be seen or turns the direction of what follows is taken out. What a mail program would decode to something else (RFC
 * 2047: `=?utf-8?q?…?=`) is broken up, so that it is read as it was written (abuse-22).
 */
export function headerText(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
      .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
      .replaceAll('=?', '= ?')
      .trim()
  )
}

/** RFC 5322 §2.2. */
export function isHeaderName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9-]{0,70}$/.test(name)
}
