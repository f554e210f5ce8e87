import { describe, expect, test } from 'vitest'
import { htmlLines } from './html-lines.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { textLines } from './text-lines.ts'
import { visibleReply } from './visible-reply.ts'

const ofText = (text: string) => visibleReply(textLines(text))
const ofHtml = (html: string) => visibleReply(htmlLines(sanitiseHtml(html)))

const kari = 'Kari Solheim <kari@solvik.example>'
const answer = 'Takk, det passer.\n\nHilsen Ingrid'
const asked = 'Hei\n\nPasser torsdag?'
const quoted = asked.replace(/^/gm, '> ')

/** What stands above a quote, per program and language of the person who answers. */
const introductions: Record<string, Record<string, string>> = {
  Gmail: {
    English: `On Tue, 3 Mar 2026 at 10:12, ${kari} wrote:`,
    'English (US)': `On Tue, Mar 3, 2026 at 10:12 AM ${kari} wrote:`,
    Norwegian: `tir. 3. mar. 2026 kl. 10:12 skrev ${kari}:`,
    Nynorsk: `tys. 3. mars 2026 kl. 10:12 skreiv ${kari}:`,
    Swedish: `Den tis 3 mars 2026 kl 10:12 skrev ${kari}:`,
    Danish: `Den tirs. 3. mar. 2026 kl. 10.12 skrev ${kari}:`,
    German: `Am Di., 3. März 2026 um 10:12 Uhr schrieb ${kari}:`,
    Dutch: `Op di 3 mrt 2026 om 10:12 schreef ${kari}:`,
    French: `Le mar. 3 mars 2026 à 10:12, ${kari} a écrit :`,
    Spanish: 'El mar, 3 mar 2026 a las 10:12, Kari Solheim (<kari@solvik.example>) escribió:',
    Italian: `Il giorno mar 3 mar 2026 alle ore 10:12 ${kari} ha scritto:`,
    Portuguese: `${kari} escreveu (terça, 3/03/2026 à(s) 10:12):`,
    Brazilian: `Em ter., 3 de mar. de 2026 às 10:12, ${kari} escreveu:`,
    Polish: `wt., 3 mar 2026 o 10:12 ${kari} napisał(a):`,
    Finnish: 'ti 3. maalisk. 2026 klo 10.12 Kari Solheim (kari@solvik.example) kirjoitti:',
    Czech: `út 3. 3. 2026 v 10:12 odesílatel ${kari} napsal:`,
    Hungarian: `Kari Solheim <kari@solvik.example> ezt írta (időpont: 2026. márc. 3., K, 10:12):`,
    Russian: `вт, 3 мар. 2026 г. в 10:12, ${kari}:`,
    Chinese: `${kari} 于2026年3月3日周二 10:12写道：`,
    Japanese: `2026年3月3日(火) 10:12 ${kari}:`,
  },
  'Apple Mail': {
    English: `On 3 Mar 2026, at 10:12, ${kari} wrote:`,
    'English (US)': `On Mar 3, 2026, at 10:12 AM, ${kari} wrote:`,
    Norwegian: `3. mars 2026 kl. 10:12 skrev ${kari}:`,
    Swedish: `3 mars 2026 kl. 10:12 skrev ${kari}:`,
    Danish: `Den 3. mar. 2026 kl. 10.12 skrev ${kari}:`,
    German: `Am 03.03.2026 um 10:12 schrieb ${kari}:`,
    Dutch: `Op 3 mrt 2026, om 10:12 heeft ${kari} het volgende geschreven:`,
    French: `Le 3 mars 2026 à 10:12, ${kari} a écrit :`,
    Spanish: `El 3 mar 2026, a las 10:12, ${kari} escribió:`,
    Italian: `Il giorno 3 mar 2026, alle ore 10:12, ${kari} ha scritto:`,
    Portuguese: `No dia 03/03/2026, às 10:12, ${kari} escreveu:`,
    Polish: `Wiadomość napisana przez ${kari} w dniu 3 mar 2026, o godz. 10:12:`,
    Finnish: `${kari} kirjoitti 3.3.2026 kello 10.12:`,
  },
  Thunderbird: {
    English: 'On 03/03/2026 10:12, Kari Solheim wrote:',
    Norwegian: 'Den 03.03.2026 10:12, skrev Kari Solheim:',
    Nynorsk: 'Den 03.03.2026 10:12, skreiv Kari Solheim:',
    Swedish: 'Den 2026-03-03 kl. 10:12, skrev Kari Solheim:',
    Danish: 'Den 03-03-2026 kl. 10:12 skrev Kari Solheim:',
    German: 'Am 03.03.26 um 10:12 schrieb Kari Solheim:',
    Dutch: 'Op 3-3-2026 om 10:12 schreef Kari Solheim:',
    French: 'Le 03/03/2026 à 10:12, Kari Solheim a écrit :',
    Spanish: 'El 3/3/26 a las 10:12, Kari Solheim escribió:',
    Italian: 'Il 03/03/2026 10:12, Kari Solheim ha scritto:',
    Portuguese: 'Às 10:12 de 03/03/2026, Kari Solheim escreveu:',
    Polish: 'W dniu 3.03.2026 o 10:12, Kari Solheim pisze:',
    Finnish: 'Kari Solheim kirjoitti 3.3.2026 klo 10:12:',
  },
  Yahoo: {
    English: `On Tuesday, 3 March 2026 at 10:12:33 CET, ${kari} wrote:`,
    Norwegian: `tirsdag 3. mars 2026 kl. 10:12:33 CET skrev ${kari}:`,
    German: `Am Dienstag, 3. März 2026 um 10:12:33 MEZ hat ${kari} Folgendes geschrieben:`,
    French: `Le mardi 3 mars 2026 à 10:12:33 UTC+1, ${kari} a écrit :`,
  },
  'other programs': {
    Proton: `On Tuesday, March 3rd, 2026 at 10:12, ${kari} wrote:`,
    Zoho: `---- On Tue, 03 Mar 2026 10:12:33 +0100 ${kari} wrote ---`,
    Roundcube: 'On 2026-03-03 10:12, Kari Solheim wrote:',
    Horde: `Quoting ${kari}:`,
    'Horde, German': `Zitat von ${kari}:`,
    'Horde, Norwegian': `Siterer ${kari}:`,
    Yandex: '03.03.2026, 10:12, "Kari Solheim" <kari@solvik.example>:',
    'Mail.ru': `Вторник, 3 марта 2026, 10:12 +03:00 от ${kari}:`,
    'K-9': `Am 3. März 2026 10:12:33 MEZ schrieb ${kari}:`,
    Mutt: 'On Tue, Mar 03, 2026 at 10:12:33AM +0100, Kari Solheim wrote:',
    Spark: 'On 3 Mar 2026 at 10:12 +0100, Kari Solheim <kari@solvik.example>, wrote:',
    Superhuman: 'On Tue, Mar 03, 2026 at 10:12 AM, Kari Solheim < kari@solvik.example > wrote:',
    AOL: 'In a message dated 3/3/2026 10:12:33 A.M. Central Standard Time, kari@solvik.example writes:',
    'wrapped before the address': 'On Tue, 3 Mar 2026 at 10:12, Kari Solheim <\nkari@solvik.example> wrote:',
    'wrapped before the verb': `On Tue, 3 Mar 2026 at 10:12, ${kari}\nwrote:`,
    'broken by a converter':
      'On Tue, 3 Mar 2026 at 10:12 Kari Solheim\n\n<\nmailto:Kari Solheim <kari@solvik.example>\n> wrote:',
  },
}

describe.each(Object.entries(introductions))('an answer above what it answers, %s', (_program, languages) => {
  test.each(Object.entries(languages).map(([because, introduction]) => ({ because, introduction })))(
    '$because',
    ({ introduction }) => {
      expect(ofText(`${answer}\n\n${introduction}\n\n${quoted}\n`)).toBe(answer)
      expect(ofText(`${answer}\n\n${introduction}\n${asked}\n`)).toBe(answer)
    },
  )
})

/** The labels of Outlook's header block: From, Sent, To, Subject. */
const outlookLabels: Record<string, [string, string, string, string]> = {
  English: ['From', 'Sent', 'To', 'Subject'],
  Norwegian: ['Fra', 'Sendt', 'Til', 'Emne'],
  Nynorsk: ['Frå', 'Sendt', 'Til', 'Emne'],
  Swedish: ['Från', 'Skickat', 'Till', 'Ämne'],
  German: ['Von', 'Gesendet', 'An', 'Betreff'],
  Dutch: ['Van', 'Verzonden', 'Aan', 'Onderwerp'],
  French: ['De', 'Envoyé', 'À', 'Objet'],
  Spanish: ['De', 'Enviado el', 'Para', 'Asunto'],
  Italian: ['Da', 'Inviato', 'A', 'Oggetto'],
  Portuguese: ['De', 'Enviada em', 'Para', 'Assunto'],
  Polish: ['Od', 'Wysłano', 'Do', 'Temat'],
  Finnish: ['Lähettäjä', 'Lähetetty', 'Vastaanottaja', 'Aihe'],
}
const blockOf = ([from, sent, to, subject]: [string, string, string, string], colon = ':') =>
  `${from}${colon} ${kari}\n${sent}${colon} 3. 3. 2026 10:12\n${to}${colon} Ingrid Haugen\n${subject}${colon} Re: Montering`
const rule = '_'.repeat(32)

describe.each(Object.entries(outlookLabels))("Outlook's header block, %s", (language, labels) => {
  const block = blockOf(labels)
  test.each([
    { because: 'desktop', below: block },
    { because: 'on the web, below a rule', below: `${rule}\n${block}` },
    { because: 'bold, as a converter writes it', below: block.replace(/^([^:]+):/gm, '*$1:*') },
    { because: 'a blank before the colon', below: blockOf(labels, ' :') },
    {
      because: 'of a telephone, below its signature',
      below: `Get Outlook for iOS<https://aka.ms/o0ukef>\n${rule}\n${block}`,
    },
  ])('$because', ({ below }) => expect(ofText(`${answer}\n\n${below}\n\n${asked}`)).toBe(answer))

  test('HTML of the desktop', () => {
    const [from, sent, to, subject] = labels
    const html = `<div class="WordSection1"><p>Takk, det passer.</p><p>Hilsen Ingrid</p><p>&nbsp;</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p><b>${from}:</b> ${kari.replace(/[<>]/g, '')} <br><b>${sent}:</b> 3. 3. 2026 10:12<br><b>${to}:</b> Ingrid<br><b>${subject}:</b> Hei</p></div></div><p>Passer torsdag?</p></div>`
    expect(ofHtml(html), language).toBe(answer)
  })
})

describe('separators', () => {
  test.each([
    { because: 'old Outlook', below: `-----Original Message-----\nFrom: Kari\n\n${asked}` },
    { because: 'old Outlook, Norwegian', below: `-----Opprinnelig melding-----\nFra: Kari\n\n${asked}` },
    { because: 'old Outlook, German', below: `-----Ursprüngliche Nachricht-----\nVon: Kari\n\n${asked}` },
    { because: 'eM Client', below: `------ Originalnachricht ------\nVon: ${kari}\n\n${asked}` },
    { because: 'Samsung', below: `-------- Original message --------\nFrom: ${kari}\n\n${asked}` },
    { because: 'Samsung, Norwegian', below: `-------- Opprinnelig melding --------\nFra: ${kari}\n\n${asked}` },
    { because: 'iNotes', below: `-----Kari Solheim/Oslo/Solvik skrev: -----\n${asked}` },
    {
      because: 'Lotus Notes',
      below: `Von:\tKari Solheim/Oslo/Solvik\nAn:\tIngrid Haugen\nDatum:\t03.03.2026 10:12\nBetreff:\tHei\n\n${asked}`,
    },
    {
      because: 'GMX',
      below: `Gesendet: Dienstag, 3. März 2026 um 10:12 Uhr\nVon: "Kari Solheim" <kari@solvik.example>\nAn: ingrid@haugen.example\nBetreff: Hei\n\n${asked}`,
    },
    { because: 'Zendesk', below: `##- Please type your reply above this line -##\n\n${asked}` },
    { because: 'Zendesk, Norwegian', below: `##- Skriv svaret ditt over denne linjen -##\n\n${asked}` },
    { because: 'Zendesk, French', below: `##- Veuillez saisir votre réponse au-dessus de cette ligne -##\n\n${asked}` },
    { because: 'another help desk', below: `=-=-= Please reply above this line =-=-=\n${asked}` },
    { because: 'a help desk without strokes', below: `Svar over denne linjen\n\n${asked}` },
  ])('$because', ({ below }) => expect(ofText(`${answer}\n\n${below}`)).toBe(answer))
})

describe('nothing that is new is folded (pains 10)', () => {
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
      because: 'a sentence that says who wrote, and on what day',
      text: 'Du skrev 3. mars 2026:\n\nMontering er inkludert.\n\nMen det står ikke i tilbudet.',
    },
    {
      because: 'lines that look like a header',
      text: 'Her er det dere spurte om.\n\nTil: kjelleren\nDato: i morgen\n\nKari',
    },
    { because: 'nothing but a quote', text: '> Hei\n> Passer torsdag?' },
    { because: 'dashes that are no signature', text: '--\nHei' },
    { because: 'a place, not a device', text: 'Pakken er ikke kommet.\n\nSendt fra lageret 3. mars' },
    { because: 'a way, not a program', text: 'Where is it?\n\nSent by mail yesterday.' },
    { because: 'a sentence of one’s own', text: 'Hi\n\nSent from my desk, is much easier then my mobile phone.' },
    {
      because: 'a raw header in a report',
      text: 'It failed:\n\nReceived: from a by b\nMessage-ID: <1@a>\nFrom: a@a.example\nTo: b@b.example\nSubject: Hi',
    },
    {
      because: 'a line about lines',
      text: 'Se svaret mitt; alt som står over denne linjen i tabellen er rett, resten er fra i fjor.',
    },
  ])('$because', ({ text }) => expect(ofText(text)).toBe(text))

  test.each([
    {
      because: 'an answer below the quote',
      text: 'On Tue, 10 Mar 2026 at 10:12, Kari wrote:\n> Passer torsdag?\n\nJa, det passer.\n\n-- \nIngrid',
      reply: 'Ja, det passer.',
    },
    {
      because: 'an answer above and below',
      text: `Takk.\n\nOn Tue, 10 Mar 2026 at 10:12, ${kari} wrote:\n> Passer torsdag?\n\nJa, det passer.`,
      reply: 'Takk.\n\nJa, det passer.',
    },
    {
      because: 'a quoted line that a program broke without a mark',
      text: `Takk.\n\nOn Tue, 10 Mar 2026 at 10:12, ${kari} wrote:\n> Passer torsdag, eller skal vi heller ta det i neste uke når\nalle er tilbake?\n> Hilsen Kari`,
      reply: 'Takk.',
    },
    {
      because: 'a link in the quote that a program broke',
      text: `Takk.\n\nOn Tue, 10 Mar 2026 at 10:12, ${kari} wrote:\n>\n> Svar her\n>\n (https://solvik.example/c/1) >\n> eller her (https://solvik.example/\n2?a=b)\n>`,
      reply: 'Takk.',
    },
    {
      because: 'a quotation of the author’s own above the mail that he answers',
      text: `Det står\n> Trykk på knappen.\n\nOn Tue, 10 Mar 2026 at 10:12, ${kari} wrote:\n> Gikk det?`,
      reply: 'Det står\n> Trykk på knappen.',
    },
    {
      because: 'Gmail’s oldest introduction',
      text: 'Takk.\n2026/3/3 Kari Solheim <kari@solvik.example>\n\n> Gikk det?',
      reply: 'Takk.',
    },
    {
      because: 'a block that does not say from whom',
      text: 'Takk.\n\nDate: Tue, 3 Mar 2026 10:12:00 +0100\nTo: ingrid@haugen.example\n\nGikk det?',
      reply: 'Takk.',
    },
    {
      because: 'a forwarded mail in the quote',
      text: `Takk.\n\n-----Original Message-----\n\nFYI\n\n---------- Forwarded message ----------\nFrom: ${kari}\nSubject: Hei\n\nGikk det?`,
      reply: 'Takk.',
    },
    {
      because: 'what a forwarder wrote above',
      text: `Kan dere ta denne?\n\n---------- Forwarded message ---------\nFrom: ${kari}\nDate: Tue, 3 Mar 2026\nSubject: Hei\nTo: Ingrid\n\n${asked}`,
      reply: 'Kan dere ta denne?',
    },
  ])('$because', ({ text, reply }) => expect(ofText(text)).toBe(reply))
})

describe('signatures', () => {
  test.each([
    { because: 'after the separator', text: 'Takk!\n\n-- \nIngrid Haugen\nFjellvarme AS' },
    { because: 'after a separator without its blank', text: 'Takk!\n\n--\nIngrid Haugen' },
    { because: 'with a list’s footer below', text: 'Takk!\n\n-- \nIngrid\n--\nBytt passord ofte.' },
    { because: 'below a drawn line', text: 'Takk!\n\n____________\nIngrid Haugen\nFjellvarme AS' },
    { because: 'of Outlook', text: 'Takk!\n\nGet Outlook for iOS<https://aka.ms/o0ukef>' },
    { because: 'of Outlook, in Markdown', text: 'Takk!\n\nGet [Outlook for Android](https://aka.ms/ghei36)' },
    { because: 'with an apology', text: 'Takk!\n\nSent from my phone. Please excuse typos.' },
    { because: 'in brackets', text: 'Takk!\n\n(sent from a phone)' },
    {
      because: 'above a mail that nothing introduces',
      text: 'Takk!\n\nSent from my Wiko RIDGE 4G\n\nHi there\n\nDoes Thursday suit?',
    },
    { because: 'the mark of a tracking extension', text: 'Takk!\n\n\u1427' },
    { because: 'strokes', text: 'Takk!\n\n***\n======' },
    ...[
      'Sent from my iPhone',
      'Sent from Yahoo Mail on Android',
      'Sent from Mail for Windows',
      'Sent with Airmail',
      'Sendt fra min iPhone',
      'Sendt fra Outlook for iOS',
      'Send frå min iPhone',
      'Sendt fra Mail til Windows',
      'Skickat från min iPhone',
      'Skickat från Outlook för Android',
      'Von meinem iPhone gesendet',
      'Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.',
      'Gesendet von Outlook für Android',
      'Verstuurd vanaf mijn iPhone',
      'Verzonden met BlackBerry Work',
      'Envoyé de mon iPhone',
      'Envoyé depuis mon Samsung Galaxy',
      'Enviado desde mi iPhone',
      'Inviato da iPhone',
      'Inviato dal mio Galaxy',
      'Enviado do meu iPhone',
      'Wysłane z mojego iPhone’a',
      'Wysłane z iPhone',
      'Lähetetty iPhonesta',
      'Отправлено с iPhone',
      'iPhoneから送信',
      '发自我的 iPhone',
    ].map((line) => ({ because: line, text: `Takk!\n\n${line}` })),
  ])('$because', ({ text }) => expect(ofText(text)).toBe('Takk!'))

  test('a closing with a name belongs to the reply', () => {
    expect(ofText('Takk!\n\nMed vennlig hilsen\nIngrid Haugen')).toBe('Takk!\n\nMed vennlig hilsen\nIngrid Haugen')
  })
})

describe('HTML of', () => {
  const intro = 'tir. 3. mar. 2026 kl. 10:12 skrev Kari Solheim &lt;kari@solvik.example&gt;:'
  const block =
    '<b>Fra:</b> Kari Solheim &lt;kari@solvik.example&gt;<br><b>Sendt:</b> 3. mars 2026 10:12<br><b>Til:</b> Ingrid<br><b>Emne:</b> Hei'
  test.each([
    {
      because: 'Gmail',
      html: `<div>Takk!</div><div class="gmail_quote"><div class="gmail_attr">${intro}<br></div><blockquote class="gmail_quote">Passer torsdag?</blockquote></div>`,
    },
    {
      because: 'Gmail, old',
      html: `<div>Takk!</div><div class="gmail_extra"><br><div class="gmail_quote">${intro}<br><blockquote class="gmail_quote">Passer torsdag?</blockquote></div><br></div>`,
    },
    {
      because: 'Gmail, answered within its quote',
      html: `<div class="gmail_quote"><div class="gmail_attr">${intro}</div><blockquote class="gmail_quote">Passer torsdag?</blockquote><div>Takk!</div></div>`,
    },
    {
      because: "Gmail's signature",
      html: '<div>Takk!</div><div class="gmail_signature" data-smartmail="gmail_signature">Ingrid</div>',
    },
    {
      because: 'Outlook quoting Gmail',
      html: `<div>Takk!</div><div class="x_gmail_quote">${intro}<blockquote class="x_gmail_quote">Passer torsdag?</blockquote></div>`,
    },
    {
      because: 'Apple Mail',
      html: `Takk!<br><div><blockquote type="cite"><div>${intro}</div><br><div>Passer torsdag?</div></blockquote></div>`,
    },
    {
      because: 'Apple Mail, introduced above',
      html: `<div>Takk!</div><div><br><div>${intro}</div><blockquote type="cite">Passer torsdag?</blockquote></div>`,
    },
    { because: "Apple Mail's signature", html: '<div>Takk!</div><div id="AppleMailSignature" dir="ltr">Ingrid</div>' },
    {
      because: 'Outlook on the web',
      html: `<div>Takk!</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg">${block}</div><div>Passer torsdag?</div>`,
    },
    {
      because: 'Outlook on the web, in a language nobody here knows',
      html: '<div>Takk!</div><hr><div id="divRplyFwdMsg"><b>Xyz:</b> Kari</div><div>Passer torsdag?</div>',
    },
    {
      because: 'Outlook 2010, in a language nobody here knows',
      html: '<p>Takk!</p><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><p><b>Frm:</b> kari@solvik.example<br><b>Snt:</b> 3. 3. 2026<br><b>Rcv:</b> Ingrid</p></div><p>Passer torsdag?</p>',
    },
    {
      because: 'Outlook on a telephone',
      html: `<div>Takk!</div><div id="ms-outlook-mobile-signature">Hent Outlook for iOS</div><hr><div id="divRplyFwdMsg">${block}</div>Passer torsdag?`,
    },
    {
      because: 'Outlook for Mac',
      html: `<div>Takk!</div><span id="OLK_SRC_BODY_SECTION"><div>${block}</div>Passer torsdag?</span>`,
    },
    {
      because: 'Windows Mail',
      html: `<div>Takk!</div><div style="padding-top: 5px; border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;">${block}</div><div>Passer torsdag?</div>`,
    },
    { because: 'Hotmail', html: `<div>Takk!<br><br><hr id="stopSpelling">${block}<br>Passer torsdag?</div>` },
    {
      because: 'Thunderbird',
      html: `<p>Takk!</p><div class="moz-cite-prefix">Den 03.03.2026 10:12, skrev Kari:<br></div><blockquote type="cite" cite="mid:1@solvik.example">Passer torsdag?</blockquote>`,
    },
    { because: "Thunderbird's signature", html: '<p>Takk!</p><div class="moz-signature">-- <br>Ingrid</div>' },
    {
      because: 'Yahoo',
      html: '<div>Takk!</div><div id="yahoo_quoted_0123456789" class="yahoo_quoted">On Tuesday, Kari wrote: <div>Passer torsdag?</div></div>',
    },
    {
      because: 'Yahoo, its names changed with each mail',
      html: '<div>Takk!</div><div class="ydp1a2b3c4dyahoo_quoted"><div>Passer torsdag?</div></div>',
    },
    {
      because: 'Proton',
      html: `<div>Takk!</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-user">Ingrid</div></div><div class="protonmail_quote">${intro}<blockquote type="cite">Passer torsdag?</blockquote></div>`,
    },
    {
      because: 'Tuta',
      html: `<div>Takk!</div><div>3. mars 2026, 10:12 skrev kari@solvik.example:</div><blockquote class="tutanota_quote">Passer torsdag?</blockquote>`,
    },
    {
      because: 'Zoho',
      html: '<div>Takk!</div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- On Tue, 03 Mar 2026 Kari wrote ----</div><blockquote>Passer torsdag?</blockquote></div>',
    },
    {
      because: 'Yandex',
      html: '<div>Takk!</div><div>03.03.2026, 10:12, "Kari" &lt;kari@solvik.example&gt;:</div><blockquote>Passer torsdag?</blockquote>',
    },
    {
      because: 'Mail.ru',
      html: '<div>Takk!</div><div data-signature-widget="container">Ingrid</div><blockquote style="border-left:1px solid #0857A6">Вторник, 3 марта 2026, 10:12 +03:00 от Kari &lt;kari@solvik.example&gt;:<br>Passer torsdag?</blockquote>',
    },
    {
      because: 'GMX and web.de',
      html: '<div>Takk!<div name="quote" style="border-left:2px solid #C3D9E5"><div><b>Gesendet:</b> 3. März</div><div name="quoted-content">Passer torsdag?</div></div></div>',
    },
    {
      because: 'Spark',
      html: `<div name="messageBodySection">Takk!</div><div name="messageSignatureSection">Ingrid</div><div name="messageReplySection">${intro}<blockquote type="cite">Passer torsdag?</blockquote></div>`,
    },
    {
      because: 'Superhuman',
      html: `<div>Takk!</div><div class="sh-signature">Ingrid</div><div class="gmail_quote">${intro}<blockquote class="gmail_quote">Passer torsdag?</blockquote></div>`,
    },
    {
      because: 'Front',
      html: `<div>Takk!</div><div class="front-signature">Ingrid</div><blockquote class="front-blockquote">${intro}<br>Passer torsdag?</blockquote>`,
    },
    {
      because: 'Freshdesk',
      html: '<div>Takk!</div><div class="freshdesk_quote"><blockquote class="freshdesk_quote">Passer torsdag?</blockquote></div>',
    },
    {
      because: 'Zendesk',
      html: '<p>Takk!</p><div style="color:#b5b5b5">##- Please type your reply above this line -##</div><p>Passer torsdag?</p>',
    },
    {
      because: 'Roundcube',
      html: `<p>Takk!</p><p id="reply-intro">${intro}</p><blockquote type="cite">Passer torsdag?</blockquote><div id="_rc_sig">Ingrid</div>`,
    },
    {
      because: 'Zimbra',
      html: `<div>Takk!</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">${block}</div><div data-marker="__QUOTED_TEXT__">Passer torsdag?</div>`,
    },
    {
      because: 'Lotus Notes',
      html: '<font>Takk!</font><br><br><font>Von:</font> <font>Kari Solheim</font><br><font>An:</font> <font>Ingrid</font><br><font>Datum:</font> <font>03.03.2026 10:12</font><br><font>Betreff:</font> <font>Hei</font><hr>Passer torsdag?',
    },
    {
      because: 'Samsung',
      html: `<div>Takk!</div><div id="composer_signature">Sendt fra min Galaxy</div><div><div>-------- Opprinnelig melding --------</div><div>Fra: Kari</div></div>Passer torsdag?`,
    },
    {
      because: 'Mailspring',
      html: `Takk!<br><signature id="local-1">Ingrid</signature><div class="gmail_quote_attribution">${intro}</div><blockquote class="gmail_quote">Passer torsdag?</blockquote>`,
    },
    {
      because: 'Airmail',
      html: `<div>Takk!</div><div class="bloop_sign" id="bloop_sign_1772531">Ingrid</div><p class="airmail_on">${intro}</p><blockquote type="cite" class="clean_bq">Passer torsdag?</blockquote>`,
    },
  ])('$because', ({ html }) => expect(ofHtml(html)).toBe('Takk!'))

  test.each([
    {
      because: 'a newsletter with a testimonial',
      html: '<p>Hei</p><div class="quote">Best i test</div><p>Kjøp nå</p>',
      reply: 'Hei\n\nBest i test\n\nKjøp nå',
    },
    {
      because: 'a quotation at the end',
      html: '<div>Hei, det står</div><blockquote class="gmail_quote">Trykk på knappen.</blockquote>',
      reply: 'Hei, det står\n\n> Trykk på knappen.',
    },
    {
      because: 'a line drawn over something else',
      html: '<p>Hei</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>Og dette.</p></div>',
      reply: 'Hei\n\nOg dette.',
    },
  ])('$because stays', ({ html, reply }) => expect(ofHtml(html)).toBe(reply))
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
    'On 3 Mar 2026\n<\n',
    'Sent from my iPhone\n\n',
    '____________\n',
    '> long enough a line to be one that was broken somewhere else\nrest\n',
    '---------- Forwarded message ---------\n',
    'reply above this line ',
  ]
  for (const piece of hostile) expect(ofText(`${piece.repeat(200_000 / piece.length)}\nnytt`)).toBeTypeOf('string')
  // A quadratic step would take minutes, and the test's own time-out would end it.
})
