import { isUsableAddress } from './mail-address.ts'

/** A recipient that a report for people names, with the words that are about it. */
export type Named = { recipient: string; detail: string }

const maxLines = 400
const maxNamed = 100
const addressPattern = /[^\s<>()[\]"',:;|=]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,200}[A-Za-z0-9]/
const addressesPattern = new RegExp(addressPattern, 'g')
/** An address that a line begins with, whatever mark stands before it. */
const opening = new RegExp(`^[\\s*>"'-]{0,24}<?(${addressPattern.source})>?["']?(?=$|[\\s:;,([.-])(.{0,600})`)

/** Where the report ends and the mail that came back begins: its words are no evidence. */
export function reportPart(text: string): { own: string; returned: string } {
  const lines = text.split('\n')
  let at = 0
  for (const line of lines) {
    if (at > 0 && beginsReturnedMail(line)) return { own: text.slice(0, at), returned: text.slice(at) }
    at += line.length + 1
  }
  return { own: text, returned: '' }
}

const beginnings = [
  'this is a copy of',
  'original message',
  'below is a copy of',
  'below this line is',
  'returned message',
  'the header of the original',
  'header of the original',
  'begin message',
  'unsent message',
  'message header',
  'original mail',
  'content of type message',
  'the original message follows',
  'ursprüngliche nachricht',
  'opprinnelig melding',
  'opprinnelig e-post',
  'message d’origine',
  "message d'origine",
]

function beginsReturnedMail(line: string): boolean {
  const start = line.slice(0, 120).trim().toLowerCase()
  if (/^received: ?(?:from|by|\()/.test(start) || start.startsWith('return-path: <')) return true
  const words = start.replace(/^[-=_*>|\s]{1,80}/, '')
  return beginnings.some((beginning) => words.startsWith(beginning))
}

/**
 * The recipients of a report in plain text, each with what is said of it: the shapes `<address>: sentence`, `address` on
 * a line of its own with its sentence below, and, where no line begins with an address, the first that is named at all.
 * `wrong`: lower-case addresses that are not the recipient though they are named: who reports, and who is told.
 */
export function namedRecipients(own: string, wrong: ReadonlySet<string>, likely: readonly string[]): Named[] {
  const lines = own.split('\n', maxLines).map((line) => line.slice(0, 1_000))
  const isRecipient = (address: string) =>
    isUsableAddress(address) && !isRole(address) && !wrong.has(address.toLowerCase())
  const found = new Map<string, Named>()
  let current: Named | null = null
  for (const line of lines) {
    const [, address = '', rest = ''] = opening.exec(line) ?? []
    if (address !== '' && isRecipient(address)) {
      const key = address.toLowerCase()
      current = found.get(key) ?? { recipient: address, detail: '' }
      found.set(key, current)
      current.detail += `${rest}\n`
    } else if (/^[\s]{0,10}[-=_*|]{4}/.test(line)) current = null
    else if (current) current.detail += `${line}\n`
    if (found.size >= maxNamed) break
  }
  if (found.size > 0) return [...found.values()].map((named) => withMentions(named, lines))
  const mentioned = (own.slice(0, 20_000).match(addressesPattern) ?? []).filter(isRecipient)
  const recipient = mentioned.find((address) => likely.includes(address.toLowerCase())) ?? mentioned[0]
  return recipient === undefined ? [] : [{ recipient, detail: own }]
}

/** The transcript below the list speaks of each recipient again, with the other server's reply. */
function withMentions({ recipient, detail }: Named, lines: readonly string[]): Named {
  const key = recipient.toLowerCase()
  const mentions = lines.filter((line) => /[45]\d\d/.test(line) && line.toLowerCase().includes(key))
  return { recipient, detail: `${detail}${mentions.join('\n')}`.slice(0, 8_000) }
}

const isRole = (address: string) => /^(?:postmaster|mailer-daemon|abuse|hostmaster)@/i.test(address)

/** What the sending side had said when the other server refused: it tells a bad address from a filtered mail. */
export type RefusedCommand = 'recipient' | 'data' | null

export function refusedCommand(text: string): RefusedCommand {
  const lower = text.slice(0, 20_000).toLowerCase()
  // Gmail's numbers for how far the session had come.
  if (/rcpt[ _]to|\brcpt\b|\(state 1[2-5]\)/.test(lower)) return 'recipient'
  if (/\bdata command|end of data|after data|>>> data|^data$|\(state 1[78]\)/m.test(lower)) return 'data'
  return null
}

/** The enhanced status code (RFC 3463) that a sentence carries. */
export function statusIn(text: string): string | null {
  return /(?:^|[^\d.])([45]\.\d{1,2}\.\d{1,3})(?![\d.])/.exec(text.slice(0, 20_000))?.[1] ?? null
}

/** The other server's reply, from its three digits on. */
export function sentenceWithCode(text: string): string | null {
  const found = /(?:^|[\s:<;])([45]\d\d[ -][^\n]{3,400}(?:\n[ \t]{1,20}[^\s][^\n]{0,400}){0,3})/.exec(
    text.slice(0, 20_000),
  )?.[1]
  return found ? found.replace(/\s{1,200}/g, ' ').trim() : null
}
