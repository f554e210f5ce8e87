import { expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'
import { readTnef } from './tnef.ts'

const u16 = (value: number) => Buffer.from(Uint16Array.of(value).buffer)
const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer)
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])

function attribute(level: number, id: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(0)])
}

type Property = { id: number; text?: string; bytes?: Buffer; number?: number; named?: boolean }

function properties(list: readonly Property[]): Buffer {
  const written = list.map(({ id, text, bytes, number, named }) => {
    if (number !== undefined) return Buffer.concat([u16(3), u16(id), u32(number)])
    const value = bytes ?? Buffer.from(`${text}\0`, 'utf16le')
    const name = named ? Buffer.concat([Buffer.alloc(16), u32(1), u32(6), padded(Buffer.from('ab\0', 'utf16le'))]) : ''
    return Buffer.concat([
      u16(bytes ? 0x102 : 0x1f),
      u16(id),
      Buffer.from(name),
      u32(1),
      u32(value.length),
      padded(value),
    ])
  })
  return Buffer.concat([u32(list.length), ...written])
}

function winmail(...attributes: Buffer[]): Buffer {
  return Buffer.concat([u32(0x223e9f78), u16(1), ...attributes])
}

const begins = attribute(2, 0x69002, Buffer.alloc(14))
const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])
const aFile = (name: string, content = picture) => [
  begins,
  attribute(2, 0x18010, Buffer.from('REPORT~1.PNG\0')),
  attribute(2, 0x6800f, content),
  attribute(
    2,
    0x69005,
    properties([
      { id: 0x8001, text: 'own', named: true },
      { id: 0x3707, text: name },
    ]),
  ),
]
const rtf = (text: string) =>
  Buffer.concat([u32(0), u32(text.length), u32(0x414c454d), u32(0), Buffer.from(text, 'latin1')])

function mailWith(tnef: Buffer, text = ''): Buffer {
  return Buffer.from(
    [
      'From: Kari Solheim <kari@solvik.example>',
      'Subject: Report',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      text,
      '--b',
      'Content-Type: application/ms-tnef; name=winmail.dat',
      'Content-Transfer-Encoding: base64',
      '',
      tnef.toString('base64').replace(/.{76}/g, '$&\r\n'),
      '--b--',
      '',
    ].join('\r\n'),
  )
}

test('pains 6: the files of a winmail.dat are the files of the mail, with their long names', () => {
  const mail = parseMail(mailWith(winmail(...aFile('Måling av varme – sør.png'), ...aFile('to.png')), 'See attached.'))
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(['Måling av varme – sør.png', 'to.png'])
  expect(Buffer.from(mail.attachments[0]?.content ?? [])).toEqual(picture)
  expect(mail.text).toBe('See attached.')
})

test.each([
  {
    because: 'HTML',
    list: [
      { id: 0x1013, bytes: Buffer.from('<p>The <b>heat</b> pump æ</p>') },
      { id: 0x3fde, number: 65_001 },
    ],
    text: 'The heat pump æ',
  },
  { because: 'text', list: [{ id: 0x1000, text: 'The heat pump æ' }], text: 'The heat pump æ' },
  {
    because: 'RTF',
    list: [
      {
        id: 0x1009,
        bytes: rtf("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\pard The heat \\b pump\\b0  \\'e6\\par }"),
      },
    ],
    text: 'The heat pump æ',
  },
  {
    because: 'Unicode in RTF',
    list: [{ id: 0x1009, bytes: rtf('{\\rtf1\\ansi\\uc1 The heat pump \\u230?}') }],
    text: 'The heat pump æ',
  },
  {
    because: 'HTML in RTF',
    list: [
      {
        id: 0x1009,
        bytes: rtf(
          "{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 The heat {\\*\\htmltag84 <b>}\\htmlrtf {\\b \\htmlrtf0 pump\\htmlrtf }\\htmlrtf0{\\*\\htmltag92 </b>} \\'e6\\htmlrtf \\par}\\htmlrtf0{\\*\\htmltag72 </p>}}",
        ),
      },
    ],
    text: 'The heat pump æ',
  },
])('pains 6: its body is read where the mail has none: $because', ({ list, text }) => {
  const mail = parseMail(mailWith(winmail(attribute(1, 0x69003, properties(list)))))
  expect(mail.text.trim()).toBe(text)
  expect(mail.attachments).toEqual([])
  expect(mail.html === null).toBe(!/HTML/.test(text) && mail.html === null)
})

test('pains 6: compressed RTF, with what it refers back to', () => {
  // The example of MS-OXRTFCP §4.1.1.
  const bytes = Buffer.from(
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
    'hex',
  )
  const tnef = readTnef(winmail(attribute(1, 0x69003, properties([{ id: 0x1009, bytes }]))))
  expect(tnef?.text).toMatch(/^hello world/)
})

test('pains 6: a mail in the mail gives its words and its files', () => {
  const inner = winmail(attribute(1, 0x69003, properties([{ id: 0x1000, text: 'Inner words' }])), ...aFile('inner.png'))
  const outer = winmail(
    begins,
    attribute(
      2,
      0x69005,
      properties([
        { id: 0x3705, number: 5 },
        { id: 0x3001, text: 'Forwarded' },
        { id: 0x3701, bytes: Buffer.concat([Buffer.alloc(16), inner]) },
      ]),
    ),
  )
  expect(readTnef(outer)).toMatchObject({
    isComplete: true,
    files: [{ filename: 'Forwarded.txt' }, { filename: 'inner.png' }],
  })
})

test('abuse-13 cut off anywhere: nothing fails, and where it shows the whole is offered beside what was found', () => {
  const whole = winmail(...aFile('one.png'), ...aFile('two.png'))
  for (let length = 0; length < whole.length; length++) {
    const names = parseMail(mailWith(whole.subarray(0, length))).attachments.map(({ filename }) => filename)
    expect(names, `${length}`).not.toEqual([])
  }
  const names = parseMail(mailWith(whole.subarray(0, -20))).attachments.map(({ filename }) => filename)
  expect(names).toEqual(['one.png', 'REPORT~1.PNG', 'winmail.dat'])
})

test.each([
  {
    because: 'a length beyond the end',
    bytes: winmail(Buffer.concat([Buffer.from([2]), u32(0x6800f), u32(0xffffffff)])),
  },
  { because: 'four billion properties', bytes: winmail(attribute(1, 0x69003, u32(0xffffffff))) },
  {
    because: 'four billion values of nothing',
    bytes: winmail(attribute(1, 0x69003, Buffer.concat([u32(1), u16(0x1001), u16(1), u32(0xffffffff)]))),
  },
  {
    because: 'RTF that claims four gigabytes',
    bytes: winmail(
      attribute(
        1,
        0x69003,
        properties([
          {
            id: 0x1009,
            bytes: Buffer.concat([u32(0), u32(0xffffffff), u32(0x75465a4c), u32(0), Buffer.alloc(1_000_000, 0xff)]),
          },
        ]),
      ),
    ),
  },
  { because: '100,000 files', bytes: winmail(...(Array(100_000).fill(begins) as Buffer[])) },
  {
    because: 'RTF of open groups',
    bytes: winmail(attribute(1, 0x69003, properties([{ id: 0x1009, bytes: rtf('{'.repeat(1_000_000)) }]))),
  },
])('abuse-13 a hostile winmail.dat is bounded: $because', ({ bytes }) => {
  const tnef = readTnef(bytes)
  expect(tnef?.files.length).toBeLessThanOrEqual(500)
  expect((tnef?.text ?? '').length).toBeLessThanOrEqual(4_000_000)
})
