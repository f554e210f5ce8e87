const maxChars = 200

/** Windows gives these to devices, with any extension. */
const reservedNames = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s?(?=\.|$)/i

const extensions: Record<string, string> = {
  'message/rfc822': 'eml',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'image/tiff': 'tiff',
  'image/bmp': 'bmp',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/pgp-signature': 'asc',
  'application/pkcs7-signature': 'p7s',
  'application/pkcs7-mime': 'p7m',
  'application/ms-tnef': 'dat',
  'message/delivery-status': 'txt',
  'text/rfc822-headers': 'txt',
  'application/ics': 'ics',
  'audio/mpeg': 'mp3',
  'video/mp4': 'mp4',
}

/**
 * A name for showing and downloading (abuse-16): the last piece of any path, without control, invisible and direction
 * characters, not hidden, not reserved, at most 200 characters with its extension kept. `attachment` when nothing is left.
 */
export function cleanFilename(name: string, contentType: string): string {
  // A name of a megabyte is none: its ends say what it is, and the expressions below stay cheap.
  const bounded = name.length > 4_000 ? name.slice(0, 2_000) + name.slice(-2_000) : name
  const visible = bounded
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g, '')
  const base = withoutTail((visible.split(/[/\\]/).at(-1) ?? '').replace(/[<>:"|?*]/g, '_').replace(/^[\s.]+/, ''))
  const safe = reservedNames.test(base) ? `_${base}` : base
  if (safe === '') return `attachment${extensions[contentType] ? `.${extensions[contentType]}` : ''}`
  return shortened(safe)
}

function shortened(name: string): string {
  const chars = [...name]
  if (chars.length <= maxChars) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  return withoutTail(chars.slice(0, maxChars - extension.length).join('')) + extension
}

/** Windows drops dots and blanks at the end of a name, and opens another file than the one that was named. */
function withoutTail(name: string): string {
  let end = name.length
  while (end > 0 && /[\s.]/.test(name[end - 1] as string)) end--
  return name.slice(0, end)
}

/** Names of which two are alike get a number: `report.pdf`, `report (2).pdf`. */
export function uniqueFilenames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  const next = new Map<string, number>()
  return names.map((name) => {
    const key = name.toLowerCase()
    let unique = name
    let number = next.get(key) ?? 2
    while (taken.has(unique.toLowerCase())) unique = numbered(name, number++)
    next.set(key, number)
    taken.add(unique.toLowerCase())
    return unique
  })
}

function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`
}
