export type UuencodedFile = { filename: string; content: Buffer }

const maxFiles = 200

/**
 * A text without the files that stand uuencoded in it, and those files. Only what is one to the last line is taken out:
 * `begin 644 name`, lines whose length is what they claim, `end`.
 */
export function splitUuencoded(text: string): { text: string; files: UuencodedFile[] } {
  const files: UuencodedFile[] = []
  if (!/(?:^|\n)begin [0-7]{3,4} /.test(text)) return { text, files }
  const kept: string[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string
    const name = /^begin [0-7]{3,4} (\S.{0,300})$/.exec(line)?.[1]
    const file = name !== undefined && files.length < maxFiles ? readFile(lines, at + 1) : null
    if (!file || name === undefined) {
      kept.push(line)
      continue
    }
    files.push({ filename: name.trim(), content: file.content })
    at = file.end
  }
  return files.length === 0 ? { text, files } : { text: kept.join('\n'), files }
}

/** The bytes up to `end`, and the number of its line; null when something else comes first. */
function readFile(lines: readonly string[], from: number): { content: Buffer; end: number } | null {
  const pieces: Buffer[] = []
  for (let at = from; at < lines.length; at++) {
    const line = (lines[at] as string).trimEnd()
    if (line === 'end') return pieces.length > 0 ? { content: Buffer.concat(pieces), end: at } : null
    const size = line === '' ? 0 : (line.charCodeAt(0) - 32) & 63
    if (size === 0) continue
    if (!isUuLine(line, size)) return null
    pieces.push(decodeUuLine(line))
  }
  return null
}

/** Blanks at the end may be lost on the way, and some programs add a check sum. */
function isUuLine(line: string, size: number): boolean {
  const needed = 1 + Math.ceil(size / 3) * 4
  return line.length <= needed + 1 && line.length >= 2 && /^[\x20-\x60]+$/.test(line) && size <= 45
}

/** One line of a uuencoded file: its length, then four letters for three bytes. */
export function decodeUuLine(line: string): Buffer {
  const size = (line.charCodeAt(0) - 32) & 63
  const bytes = Buffer.alloc(Math.ceil(size / 3) * 3)
  for (let i = 1, at = 0; at < size; i += 4, at += 3) {
    const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((k) => ((line.charCodeAt(i + k) || 32) - 32) & 63)
    bytes[at] = (a << 2) | (b >> 4)
    bytes[at + 1] = ((b << 4) | (c >> 2)) & 255
    bytes[at + 2] = ((c << 6) | d) & 255
  }
  return bytes.subarray(0, size)
}
