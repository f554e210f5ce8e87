import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findForwarded } from './forwarded-mail.ts'
import { textLines } from './text-lines.ts'

const find = (text: string, subject: string) =>
  findForwarded(textLines(text), { subject, from: 'jonas@nordmark.example', recipients: ['support@solvik.example'] })

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzæøåäößéčłşñ')
const word = fc.array(letter, { minLength: 2, maxLength: 12 }).map((letters) => letters.join(''))
const name = fc
  .tuple(word, word)
  .map((words) => words.map((one) => one.charAt(0).toUpperCase() + one.slice(1)).join(' '))
const address = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9.+_-]{0,18}[a-z0-9]$/), fc.stringMatching(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/))
  .map(([local, host]) => `${local}@${host}.example`)
const words = fc.array(word, { minLength: 1, maxLength: 12 }).map((list) => list.join(' '))

const mailbox = fc
  .tuple(name, address)
  .chain(([who, at]) =>
    fc.constantFrom(
      { stated: `${who} <${at}>`, name: who, address: at },
      { stated: `"${who}" <${at}>`, name: who, address: at },
      { stated: `${who} [mailto:${at}]`, name: who, address: at },
      { stated: `${who} <${at}<mailto:${at}>>`, name: who, address: at },
      { stated: at, name: '', address: at },
    ),
  )

const labels = fc.constantFrom(
  ['From', 'Date', 'Subject', 'To'],
  ['Fra', 'Dato', 'Emne', 'Til'],
  ['Från', 'Skickat', 'Ämne', 'Till'],
  ['Von', 'Gesendet', 'Betreff', 'An'],
  ['De ', 'Envoyé ', 'Objet ', 'À '],
  ['Od', 'Data', 'Temat', 'Do'],
  ['Lähettäjä', 'Lähetetty', 'Aihe', 'Vastaanottaja'],
  ['От', 'Дата', 'Тема', 'Кому'],
)

test('whoever is stated is found, whatever the names, the order of the lines, the quoting and the words around', () => {
  fc.assert(
    fc.property(
      fc.record({
        writer: mailbox,
        recipients: fc.array(mailbox, { minLength: 1, maxLength: 5 }),
        subject: words,
        own: fc.array(words, { maxLength: 4 }),
        body: fc.array(words, { minLength: 1, maxLength: 6 }),
        labels,
        order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        isQuoted: fc.boolean(),
        isEmphasised: fc.boolean(),
        gap: fc.constantFrom('\n', '\n\n'),
      }),
      ({ writer, recipients, subject, own, body, labels: names, order, isQuoted, isEmphasised, gap }) => {
        const values = [
          writer.stated,
          'Tue, 3 Mar 2026 10:12',
          subject,
          recipients.map(({ stated }) => stated).join('; '),
        ]
        const mark = isEmphasised ? '*' : ''
        const block = order.map((i) => `${mark}${names[i]}:${mark} ${values[i]}`).join(gap)
        const passedOn = `---------- Forwarded message ---------\n${block}\n\n\n${body.join('\n\n')}`
        const quoted = isQuoted ? passedOn.replaceAll(/^/gm, '> ') : passedOn
        const found = find(`${own.join('\n')}\n\n${quoted}`, `Fwd: ${subject}`)
        expect(found).toMatchObject({
          originalFrom: { name: writer.name, address: writer.address },
          originalSubject: subject,
          message: own.join('\n'),
        })
        expect(found?.embedded).toContain(body.join('\n\n'))
      },
    ),
    { numRuns: 400 },
  )
})

const fragment = fc.oneof(
  words,
  mailbox.map(({ stated }) => stated),
  labels.chain((names) => fc.tuple(fc.constantFrom(...names), words).map(([label, value]) => `${label}: ${value}`)),
  fc.constantFrom(
    '---------- Forwarded message ---------',
    '-----Original Message-----',
    'Begin forwarded message:',
    '________________________________',
    'On Tue, 3 Mar 2026 at 10:12, Kari Solheim <kari@solvik.example> wrote:',
    '-- ',
    '',
    '> quoted',
    '>> > deep',
  ),
  fc.string({ maxLength: 60, unit: 'binary' }),
)
const anyText = fc.array(fragment, { maxLength: 40 }).map((lines) => lines.join('\n'))
const anySubject = fc.oneof(words, fc.constantFrom('Fwd: x', 'VS: x', 'Re: Fwd: x', '[x] FW: y', ''), fc.string())

test('abuse-11, abuse-14 whatever is written: nothing is thrown, nothing lost, and every stated name is short', () => {
  fc.assert(
    fc.property(anyText, anySubject, (text, subject) => {
      const found = find(text, subject)
      if (!found) return
      const kept = `${found.message}\n${found.embedded}`
      for (const one of text.match(/[a-zæøåäößéčłşñ]{4,}/g) ?? []) {
        // The line that announces it is all that stands in neither.
        if (!/^(?:orwarded|essage|riginal|egin)$/.test(one)) expect(`${kept}\nforwarded message`).toContain(one)
      }
      for (const person of [found.originalFrom, ...found.originalTo, ...found.originalCc]) {
        expect((person?.name ?? '').length).toBeLessThanOrEqual(200)
        expect((person?.address ?? '').length).toBeLessThanOrEqual(330)
      }
    }),
    { numRuns: 1_000 },
  )
})

test('no answer with its quote introduced is taken for a forward', () => {
  fc.assert(
    fc.property(words, words, mailbox, words, (own, quoted, { stated, address: at }, subject) => {
      const introduction = `On Tue, 3 Mar 2026 at 10:12, ${stated.includes('<') ? stated : `<${at}>`} wrote:`
      const text = `${own}\n\n${introduction}\n\n---------- Forwarded message ---------\nFrom: ${stated}\nDate: x\nSubject: y\n\n${quoted}`
      expect(find(text, `Re: ${subject}`)).toBeNull()
    }),
    { numRuns: 200 },
  )
})
