import type { Chance } from '../durability/chance.ts'

type Mutation = (mail: Buffer, chance: Chance, others: readonly Buffer[]) => Buffer

/** Pieces that readers of mail trip over, to be put anywhere. */
const nasty = [
  '\0',
  '\r',
  '\n\n',
  '\r\n\r\n',
  '=?utf-8?B?',
  '=?utf-8?Q?=?=',
  '?=',
  '=?iso-2022-jp?B?GyRC?=',
  'Content-Type: multipart/mixed; boundary=""\r\n',
  'Content-Type: multipart/alternative; boundary="x',
  'Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\nIp8+IgEA',
  'Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=',
  'Content-Type: text/html; charset=utf-16\r\n',
  'Content-Type: message/rfc822\r\n\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  "Content-Disposition: attachment; filename*0*=utf-8''%",
  'From: ',
  'Received: ',
  'begin 644 a\r\n',
  '-----Original Message-----\r\n',
  '> > > ',
  '<div><table><td>',
  '<!--',
  '<style>',
  '&#x',
  '((((((((',
  '"""""""',
  '<<<<<<<',
  '\u202e',
  '\xff\xfe',
  '%s%n',
]

function spliced(mail: Buffer, from: number, to: number, piece: Buffer): Buffer {
  return Buffer.concat([mail.subarray(0, from), piece, mail.subarray(to)])
}

function linesOf(mail: Buffer): string[] {
  return mail.toString('latin1').split('\n')
}

const fromLines = (lines: readonly string[]) => Buffer.from(lines.join('\n'), 'latin1')
const headLength = (mail: Buffer) => Math.max(1, mail.indexOf('\n\r\n') + 1 || mail.indexOf('\n\n') + 1)

const mutations: Record<string, Mutation> = {
  flipBytes(mail, chance) {
    const changed = Buffer.from(mail)
    for (let i = chance.below(20) + 1; i > 0; i--) changed[chance.below(changed.length)] = chance.below(256)
    return changed
  },
  dropLines(mail, chance) {
    const lines = linesOf(mail)
    lines.splice(chance.below(lines.length), chance.below(10) + 1)
    return fromLines(lines)
  },
  doubleLines(mail, chance) {
    const lines = linesOf(mail)
    const at = chance.below(lines.length)
    const piece = lines.slice(at, at + chance.below(30) + 1)
    return fromLines(lines.toSpliced(at, 0, ...piece, ...piece))
  },
  swapParts(mail, chance) {
    const lines = linesOf(mail)
    const [a, b, length] = [chance.below(lines.length), chance.below(lines.length), chance.below(40) + 1]
    const moved = lines.splice(a, length)
    return fromLines(lines.toSpliced(b, 0, ...moved))
  },
  spliceHeaders(mail, chance, others) {
    const other = chance.pick(others)
    return spliced(mail, 0, headLength(mail), other.subarray(0, headLength(other)))
  },
  graft(mail, chance, others) {
    const other = chance.pick(others)
    const start = chance.below(other.length)
    return spliced(
      mail,
      chance.below(mail.length),
      chance.below(mail.length),
      other.subarray(start, start + chance.below(5_000)),
    )
  },
  changeBoundaries(mail, chance) {
    const text = mail.toString('latin1')
    const boundary = /boundary="?([^"\s;]{1,100})/i.exec(text)?.[1]
    if (!boundary) return mail
    const other = chance.pick(['', '--', `${boundary}x`, boundary.slice(0, -1), 'b'.repeat(80), '"'])
    return Buffer.from(
      text.replace(boundary, chance.oneIn(2) ? other : boundary).replace(`--${boundary}`, `--${other}`),
      'latin1',
    )
  },
  truncate: (mail, chance) => mail.subarray(0, chance.below(mail.length)),
  insert(mail, chance) {
    const at = chance.oneIn(2) ? chance.below(headLength(mail)) : chance.below(mail.length)
    return spliced(
      mail,
      at,
      at,
      Buffer.from(chance.pick(nasty).repeat(chance.oneIn(20) ? 2_000 : chance.below(4) + 1), 'latin1'),
    )
  },
  changeEncoding(mail, chance) {
    const text = mail.toString('latin1')
    const other = chance.pick(['base64', 'quoted-printable', 'x-uuencode', 'binary', '7bit'])
    return Buffer.from(text.replace(/(content-transfer-encoding:\s{0,5})[\w-]{1,20}/i, `$1${other}`), 'latin1')
  },
  changeCharset(mail, chance) {
    const text = mail.toString('latin1')
    const other = chance.pick(['utf-16', 'utf-7', 'iso-2022-jp-2', 'hz-gb-2312', 'gb2312', 'cp437', 'x-none'])
    return Buffer.from(text.replace(/(charset="?)[\w-]{1,20}/i, `$1${other}`), 'latin1')
  },
  nest(mail, chance) {
    const kind = chance.pick(['mixed', 'alternative', 'related', 'signed'])
    const heads = Array.from({ length: chance.below(120) + 1 }, (_, level) =>
      chance.oneIn(150)
        ? 'Content-Type: message/rfc822\r\n\r\n'
        : `Content-Type: multipart/${kind}; boundary=n${level}\r\n\r\n--n${level}\r\n`,
    )
    return Buffer.concat([Buffer.from(heads.join('')), mail])
  },
}

const names = Object.keys(mutations)
const maxBytes = 2_000_000

/** A mail of `seeds` as a broken program, a broken disk or somebody with ill intent might send it. */
export function mutated(seeds: readonly Buffer[], chance: Chance): { mail: Buffer; how: string } {
  let mail = chance.pick(seeds)
  const how: string[] = []
  for (let i = chance.below(4) + 1; i > 0 && mail.length > 0; i--) {
    const name = chance.pick(names)
    how.push(name)
    mail = (mutations[name] as Mutation)(mail, chance, seeds).subarray(0, maxBytes)
  }
  return { mail, how: how.join(', ') }
}
