import { addressesIn, isUsableAddress } from './mail-address.ts'

/** The fields of one block, by lower-case name; a repeated one counts once. */
export type Fields = ReadonlyMap<string, string>

const maxBlocks = 500
const maxLines = 200

/** The blocks of a machine-readable report that are about a recipient (RFC 3464 §2.3); the first is about the mail. */
export function recipientBlocks(report: string): Fields[] {
  return report
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/, maxBlocks)
    .map(parseFields)
    .filter(
      (fields) =>
        fields.has('final-recipient') ||
        fields.has('original-recipient') ||
        (fields.has('action') && fields.has('status')),
    )
}

/** Header fields as all reports of machines have them (RFC 3464, RFC 5965, RFC 8098), folded lines joined. */
export function parseFields(block: string): Fields {
  const fields = new Map<string, string>()
  let last = ''
  for (const line of block.split(/\r?\n/, maxLines)) {
    const colon = line.indexOf(':')
    if (/^[ \t]/.test(line) && last) fields.set(last, `${fields.get(last)} ${line.trim()}`.slice(0, 4_000))
    else if (colon > 0) {
      last = line.slice(0, colon).trim().toLowerCase()
      if (!fields.has(last))
        fields.set(
          last,
          line
            .slice(colon + 1)
            .trim()
            .slice(0, 4_000),
        )
    }
  }
  return fields
}

/** `rfc822; kari@solvik.example` → the address; null where there is none that can be written to. */
export function addressOfField(value: string | undefined): string | null {
  const text = (value ?? '').replace(/^[\w-]{1,40}\s?;\s?/, '').trim()
  const listed = addressesIn(text).map(({ address }) => address)
  return listed.find(isUsableAddress) ?? null
}

/** `<id>` or a bare id → the id. */
export function idOfField(value: string | undefined): string | null {
  return /^[<\s]{0,3}([^<>\s]{1,990})/.exec(value ?? '')?.[1] ?? null
}
