import { describe, expect, test } from 'vitest'
import { htmlLines } from './html-lines.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { textLines } from './text-lines.ts'
import { visibleReply } from './visible-reply.ts'

const ofText = (text: string) => visibleReply(textLines(text))
const ofHtml = (html: string) => visibleReply(htmlLines(sanitiseHtml(html)))

describe('an answer above what it answers', () => {
  test.each([
    { because: 'English', intro: 'On Tue, 3 Mar 2026 at 10:12, Kari Solheim <kari@solvik.example> wrote:' },
    { because: 'Norwegian Gmail', intro: 'tir. 3. mar. 2026 kl. 10:12 skrev Kari Solheim <kari@solvik.example>:' },
    { because: 'Norwegian Apple Mail', intro: '3. mar. 2026 kl. 10:12 skrev Kari Solheim <kari@solvik.example>:' },
    { because: 'Danish', intro: 'Den tirs. 3. mar. 2026 kl. 10.12 skrev Kari Solheim <kari@solvik.example>:' },
    { because: 'Swedish', intro: 'Den tis 3 mars 2026 kl 10:12 skrev Kari Solheim <kari@solvik.example>:' },
    { because: 'German', intro: 'Am 03.03.2026 um 10:12 schrieb Kari Solheim:' },
    { because: 'French', intro: 'Le mar. 3 mars 2026 à 10:12, Kari Solheim <kari@solvik.example> a écrit :' },
    { because: 'Spanish', intro: 'El mar, 3 mar 2026 a las 10:12, Kari Solheim (<kari@solvik.example>) escribió:' },
    { because: 'Dutch', intro: 'Op di 3 mrt 2026 om 10:12 schreef Kari Solheim <kari@solvik.example>:' },
    { because: 'Polish', intro: 'wt., 3 mar 2026 o 10:12 Kari Solheim <kari@solvik.example> napisał(a):' },
    { because: 'Finnish', intro: 'ti 3. maalisk. 2026 klo 10.12 Kari Solheim (kari@solvik.example) kirjoitti:' },
    { because: 'Russian', intro: 'вт, 3 мар. 2026 г. в 10:12, Kari Solheim <kari@solvik.example>:' },
    { because: 'Chinese', intro: 'Kari Solheim <kari@solvik.example> 于2026年3月3日周二 10:12写道：' },
    { because: 'wrapped', intro: 'On Tue, 3 Mar 2026 at 10:12, Kari Solheim <\nkari@solvik.example> wrote:' },
  ])('$because', ({ intro }) => {
    expect(ofText(`Takk, det passer.\n\n${intro}\n\n> Hei\n>\n> Passer torsdag?\n`)).toBe('Takk, det passer.')
    expect(ofText(`Takk, det passer.\n\n${intro}\n\nHei\n\nPasser torsdag?\n`)).toBe('Takk, det passer.')
  })

  test.each([
    {
      because: 'classic Outlook',
      below:
        'Fra: Kari Solheim <kari@solvik.example>\nSendt: tirsdag 3. mars 2026 10:12\nTil: Ingrid Haugen\nEmne: Hei\n\nPasser torsdag?',
    },
    {
      because: 'Outlook on the web',
      below:
        '________________________________\nFrom: Kari Solheim <kari@solvik.example>\nSent: Tuesday, March 3, 2026 10:12\nTo: Ingrid Haugen\nSubject: Hei\n\nPasser torsdag?',
    },
    { because: 'old Outlook', below: '-----Opprinnelig melding-----\nFra: Kari\n\nPasser torsdag?' },
  ])('$because', ({ below }) => expect(ofText(`Takk, det passer.\n\n${below}`)).toBe('Takk, det passer.'))
})

describe('nothing that is new is folded (abuse: none; pain 10)', () => {
  test.each([
    {
      because: 'answers between the questions',
      text: 'Kari wrote on 2026-03-03:\n> Når?\n\nTorsdag.\n\n> Hvor?\n\nHjemme.',
    },
    {
      because: 'a quotation of something else',
      text: 'I manualen står det\n\n> Trykk på knappen.\n\nmen det er ingen knapp.',
    },
    { because: 'a rule within a text', text: 'Først dette.\n\n----------\n\nSå dette.' },
    {
      because: 'a sentence with a colon and a date',
      text: 'Avtalen fra 3. mars 2026 sier følgende:\nMontering er inkludert.',
    },
    {
      because: 'lines that look like a header',
      text: 'Her er det dere spurte om.\n\nTil: kjelleren\nDato: i morgen\n\nKari',
    },
    { because: 'nothing but a quote', text: '> Hei\n> Passer torsdag?' },
    { because: 'dashes that are no signature', text: '--\nHei' },
  ])('$because', ({ text }) => expect(ofText(text)).toBe(text))

  test('an answer below the quote', () => {
    expect(
      ofText('On Tue, 3 Mar 2026 at 10:12, Kari wrote:\n> Passer torsdag?\n\nJa, det passer.\n\n-- \nIngrid'),
    ).toBe('Ja, det passer.')
  })
})

describe('signatures', () => {
  test.each([
    { because: 'after the separator', text: 'Takk!\n\n-- \nIngrid Haugen\nFjellvarme AS' },
    { because: 'of a telephone', text: 'Takk!\n\nSendt fra min iPhone' },
    { because: 'of Outlook', text: 'Takk!\n\nGet Outlook for iOS<https://aka.ms/o0ukef>' },
  ])('$because', ({ text }) => expect(ofText(text)).toBe('Takk!'))
})

describe('HTML', () => {
  test.each([
    {
      because: 'Gmail',
      html: '<div>Takk!</div><div class="gmail_quote"><div class="gmail_attr">man. skrev Kari:</div><blockquote>Passer torsdag?</blockquote></div>',
    },
    {
      because: 'Apple Mail',
      html: 'Takk!<br><blockquote type="cite"><div>On 3 Mar 2026, at 10:12, Kari wrote:</div>Passer torsdag?</blockquote>',
    },
    {
      because: 'Outlook',
      html: '<p>Takk!</p><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Fra:</b> Kari<br><b>Sendt:</b> 3. mars 2026<br><b>Emne:</b> Hei</div><p>Passer torsdag?</p>',
    },
    {
      because: 'Yahoo',
      html: '<div>Takk!</div><div class="yahoo_quoted">On Tuesday, Kari wrote: Passer torsdag?</div>',
    },
    { because: 'a signature of Gmail', html: '<div>Takk!</div><div class="gmail_signature">Ingrid</div>' },
  ])('$because', ({ html }) => expect(ofHtml(html)).toBe('Takk!'))
})

test('abuse-14 long and repeated marks cost no more than their length', () => {
  const hostile = [
    'On 3 Mar 2026 wrote ',
    'From: ',
    '> ',
    '-----',
    '-- \n',
    'skrev 10:12 ',
    '\n',
    ' ',
    'a@b.example ',
    '<',
    'From: a\nSent: b\n',
    'On 3 Mar 2026, a@b.example wrote:\n> q\n\n',
  ]
  for (const piece of hostile) expect(ofText(`${piece.repeat(200_000 / piece.length)}\nnytt`)).toBeTypeOf('string')
  // A quadratic step would take minutes, and the test's own time-out would end it.
})
