import { expect, test } from 'vitest'
import { parseMail } from './parse-mail.ts'

const parse = (header: string) =>
  parseMail(Buffer.from(`From: Kari <kari@solvik.example>\r\n${header.replaceAll('\n', '\r\n')}\r\n\r\nx`))

test.each([
  { because: 'RFC 3834', header: 'Auto-Submitted: auto-replied', isAuto: true },
  { because: 'RFC 3834 with a comment', header: 'Auto-Submitted: auto-replied (vacation)', isAuto: true },
  { because: 'a person', header: 'Auto-Submitted: no', isAuto: false },
  {
    because: 'a machine that answers nobody',
    header: 'Auto-Submitted: auto-generated\nSubject: Faktura 12',
    isAuto: false,
  },
  { because: 'Exchange', header: 'Subject: Automatisk svar: Hei\nX-Auto-Response-Suppress: All', isAuto: true },
  {
    because: 'a notification of Exchange',
    header: 'Subject: Møteinnkalling\nX-Auto-Response-Suppress: DR, OOF, AutoReply',
    isAuto: false,
  },
  { because: 'an old header', header: 'X-Autoreply: yes', isAuto: true },
  { because: 'an old precedence', header: 'Precedence: auto_reply', isAuto: true },
  { because: 'a newsletter', header: 'Precedence: bulk\nList-Unsubscribe: <mailto:x@y.example>', isAuto: false },
  { because: 'a subject alone', header: 'Subject: Out of office: på ferie', isAuto: true },
  { because: 'a person who answers one', header: 'Subject: Re: Automatic reply: på ferie', isAuto: false },
  { because: 'a person who asks about one', header: 'Subject: Hvordan slå på autosvar?', isAuto: false },
])('$because', ({ header, isAuto }) => expect(parse(header).autoReply).toBe(isAuto))

const body = (text: string, header = 'Subject: Re: E7 i displayet') =>
  parseMail(
    Buffer.from(
      `From: Kari <kari@solvik.example>\r\n${header}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`,
    ),
  )

/** Mails without any sign in the header. */
test.each([
  {
    language: 'nb',
    text: 'Hei!\n\nJeg er ute av kontoret til mandag 5. januar. Ved hastesaker, ring sentralbordet.\n\nKari',
  },
  { language: 'nb', text: 'Jeg har ferie til og med 1. august. Om det haster, ta kontakt med Jonas.' },
  { language: 'nn', text: 'Hei. Eg er ikkje på kontoret denne veka. Ver venleg og kontakt Jonas.' },
  { language: 'en', text: 'I am out of the office until Monday 5 January with limited access to e-mail.' },
  { language: 'sv', text: 'Hej!\nJag är på semester till 12 augusti. Vid brådskande ärenden, ring växeln.' },
  { language: 'da', text: 'Jeg holder ferie indtil mandag. Ved hastende henvendelser, ring til hovednummeret.' },
  {
    language: 'de',
    text: 'Ich bin bis zum 5. Januar nicht im Büro. In dringenden Fällen rufen Sie bitte die Zentrale an.',
  },
  { language: 'nl', text: 'Ik ben afwezig tot maandag. Voor dringende zaken kunt u bellen.' },
  {
    language: 'fr',
    text: 'Bonjour, je suis absente.\nJe suis absent du bureau. En cas d’urgence, appelez le standard.',
  },
  { language: 'es', text: 'Estoy fuera de la oficina hasta el lunes. Para asuntos urgentes, llame a la central.' },
  { language: 'it', text: 'Sono fuori ufficio fino a lunedì. Per urgenze contattare il centralino.' },
  { language: 'pt', text: 'Estou de férias até segunda-feira. Em caso de urgência, ligue para a central.' },
  { language: 'pl', text: 'Jestem na urlopie do poniedziałku. W pilnych sprawach proszę dzwonić.' },
  { language: 'fi', text: 'Olen lomalla maanantaihin. Kiireellisissä asioissa soita vaihteeseen.' },
])('an absence in $language is known by its words: $text', ({ text }) => {
  expect(body(text).traits).toEqual(['autoReply', 'outOfOffice'])
})

test.each([
  'Takk for din henvendelse. Vi svarer så snart som mulig, som regel innen to virkedager.',
  'Thank you for contacting us. We have received your message and will respond within 24 hours.',
  'Vielen Dank für Ihre Anfrage. Wir antworten so schnell wie möglich.',
  'Merci pour votre message. Nous vous répondrons dans les plus brefs délais.',
])('a receipt by machine: %s', (text) => expect(body(text).traits).toEqual(['autoReply']))

test.each([
  'Hei, jeg er ute av kontoret til mandag, kan vi ta det da?',
  'Jeg har ferie neste uke, men ser på det i dag. Hilsen Kari',
  'Takk for din henvendelse. Feilen er rettet nå.',
  'Thank you for your email. The part is in stock, and I will send it tomorrow.',
  'Hi, I am out of the office on Friday. Please contact Jonas about the keys, and could you bring the manual?',
  'We are on holiday and the display says E7. In urgent cases, is there a number to call?',
  'Kari svarte at «jeg er ute av kontoret». Hva gjør vi?',
  `Her er referatet. ${'Vi gikk gjennom saken en gang til. '.repeat(60)} Jeg har ferie, om det haster.`,
])('a person wrote: %s', (text) => expect(body(text).traits).toEqual([]))

test.each([
  { header: 'Subject: Autosvar: Re: E7', text: 'Jeg er borte.', traits: ['autoReply'] },
  { header: 'Subject: Fravær: Re: E7', text: 'Tilbake mandag.', traits: ['autoReply', 'outOfOffice'] },
  {
    header: 'Subject: Automatic reply: E7\nAuto-Submitted: auto-replied',
    text: 'I am on vacation until May.',
    traits: ['autoReply', 'outOfOffice'],
  },
])('$header', ({ header, text, traits }) => expect(body(text, header).traits).toEqual(traits))
