import { describe, expect, test } from 'vitest'
import { findForwarded } from './forwarded-mail.ts'
import { htmlLines } from './html-lines.ts'
import { sanitiseHtml } from './sanitise-html.ts'
import { textLines } from './text-lines.ts'

type Envelope = Partial<Parameters<typeof findForwarded>[1]>

const envelope = { from: 'jonas@nordmark.example', recipients: ['support@solvik.example'] }
const find = (text: string, subject: string, more: Envelope = {}) =>
  findForwarded(textLines(text), { ...envelope, subject, ...more })
const findHtml = (html: string, subject: string) =>
  findForwarded(htmlLines(sanitiseHtml(html)), { ...envelope, subject })

const kari = { name: 'Kari Solheim', address: 'kari@solvik.example' }
const ingrid = { name: 'Ingrid Haugen', address: 'ingrid@nordmark.example' }
const elif = { name: 'Elif Demir', address: 'elif@nordmark.example' }
const ofKari = {
  method: 'inline',
  originalFrom: kari,
  originalSubject: 'Varmepumpe',
  message: 'Kan dere se på denne?',
  embedded: expect.stringContaining('Den støyer om natten.'),
}
const own = 'Kan dere se på denne?'
const body = 'Hei\n\nDen støyer om natten.\n\nKari'

/** language, prefix of the subject, what announces the mail, labels: from, date, subject, to, cc */
type Row = [
  language: string,
  prefix: string,
  separator: string,
  from: string,
  date: string,
  subject: string,
  to: string,
  cc: string,
]

const gmail: Row[] = [
  ['English', 'Fwd', '---------- Forwarded message ---------', 'From', 'Date', 'Subject', 'To', 'Cc'],
  ['Norwegian', 'Fwd', '---------- Forwarded message ---------', 'Fra', 'Date', 'Subject', 'To', 'Cc'],
  ['Swedish', 'Fwd', '---------- Forwarded message ---------', 'Från', 'Date', 'Subject', 'To', 'Cc'],
  ['Danish', 'Fwd', '---------- Forwarded message ---------', 'Fra', 'Date', 'Subject', 'To', 'Cc'],
  ['German', 'Fwd', '---------- Forwarded message ---------', 'Von', 'Date', 'Subject', 'To', 'Cc'],
  ['French, ten strokes', 'Fwd', '---------- Forwarded message ----------', 'De', 'Date', 'Subject', 'To', 'Cc'],
  ['French, wholly', 'Fwd', '---------- Message transféré ---------', 'De ', 'Date ', 'Objet ', 'À ', 'Cc '],
  ['Spanish', 'Fwd', '---------- Forwarded message ---------', 'De', 'Date', 'Subject', 'To', 'Cc'],
  ['Dutch', 'Fwd', '---------- Forwarded message ---------', 'Van', 'Date', 'Subject', 'To', 'Cc'],
  ['Italian', 'Fwd', '---------- Forwarded message ---------', 'Da', 'Date', 'Subject', 'To', 'Cc'],
  ['Portuguese', 'Fwd', '---------- Forwarded message ---------', 'De', 'Date', 'Subject', 'To', 'Cc'],
  ['Polish', 'Fwd', '---------- Forwarded message ---------', 'Od', 'Date', 'Subject', 'To', 'Cc'],
  ['Finnish', 'Fwd', '---------- Forwarded message ---------', 'Lähettäjä', 'Date', 'Subject', 'To', 'Cc'],
  ['Czech', 'Fwd', '---------- Forwarded message ---------', 'Od', 'Date', 'Subject', 'To', 'Cc'],
  ['Hungarian', 'Fwd', '---------- Forwarded message ---------', 'Feladó', 'Date', 'Subject', 'To', 'Cc'],
  ['Romanian', 'Fwd', '---------- Forwarded message ---------', 'De la', 'Date', 'Subject', 'To', 'Cc'],
  ['Russian', 'Fwd', '---------- Forwarded message ---------', 'От', 'Date', 'Subject', 'To', 'Cc'],
  ['Turkish', 'Fwd', '---------- Forwarded message ---------', 'Gönderen', 'Date', 'Subject', 'To', 'Cc'],
  ['Ukrainian', 'Fwd', '---------- Forwarded message ---------', 'Від', 'Date', 'Subject', 'To', 'Cc'],
  ['Estonian', 'Fwd', '---------- Forwarded message ---------', 'Saatja', 'Date', 'Subject', 'To', 'Cc'],
  ['Croatian', 'Fwd', '---------- Forwarded message ---------', 'Od', 'Date', 'Subject', 'To', 'Cc'],
]

const classicOutlook: Row[] = [
  ['English', 'FW', '', 'From', 'Sent', 'Subject', 'To', 'Cc'],
  ['Norwegian', 'VS', '', 'Fra', 'Sendt', 'Emne', 'Til', 'Kopi'],
  ['Nynorsk', 'VS', '', 'Frå', 'Sendt', 'Emne', 'Til', 'Kopi'],
  ['Danish', 'VS', '', 'Fra', 'Sendt', 'Emne', 'Til', 'Cc'],
  ['Swedish', 'VB', '', 'Från', 'Skickat', 'Ämne', 'Till', 'Kopia'],
  ['Finnish', 'VL', '', 'Lähettäjä', 'Lähetetty', 'Aihe', 'Vastaanottaja', 'Kopio'],
  ['German', 'WG', '', 'Von', 'Gesendet', 'Betreff', 'An', 'Cc'],
  ['French', 'TR', '', 'De ', 'Envoyé ', 'Objet ', 'À ', 'Cc '],
  ['Spanish', 'RV', '', 'De', 'Enviado el', 'Asunto', 'Para', 'CC'],
  ['Dutch', 'FW', '', 'Van', 'Verzonden', 'Onderwerp', 'Aan', 'CC'],
  ['Italian', 'I', '', 'Da', 'Inviato', 'Oggetto', 'A', 'Cc'],
  ['Portuguese', 'FW', '', 'De', 'Enviado', 'Assunto', 'Para', 'Cc'],
  ['Brazilian', 'ENC', '', 'De', 'Enviada em', 'Assunto', 'Para', 'Cc'],
  ['Polish', 'PD', '', 'Od', 'Wysłano', 'Temat', 'Do', 'DW'],
  ['Czech', 'FW', '', 'Od', 'Odesláno', 'Předmět', 'Komu', 'Kopie'],
  ['Slovak', 'FW', '', 'Od', 'Odoslané', 'Predmet', 'Komu', 'Kópia'],
  ['Croatian', 'PR', '', 'Šalje', 'Poslano', 'Predmet', 'Prima', 'Kopija'],
  ['Hungarian', 'TOV', '', 'Feladó', 'Küldve', 'Tárgy', 'Címzett', 'Másolatot kap'],
  ['Romanian', 'Redir.', '', 'De la', 'Trimis', 'Subiect', 'Către', 'Cc'],
  ['Russian', 'FW', '', 'От', 'Отправлено', 'Тема', 'Кому', 'Копия'],
  ['Ukrainian', 'FW', '', 'Від', 'Надіслано', 'Тема', 'Кому', 'Копія'],
  ['Turkish', 'İLT', '', 'Kimden', 'Gönderildi', 'Konu', 'Kime', 'Bilgi'],
  ['Estonian', 'ED', '', 'Saatja', 'Saadetud', 'Teema', 'Adressaat', 'Koopia'],
  ['Slovenian', 'PD', '', 'Od', 'Poslano', 'Zadeva', 'Za', 'Kp'],
  ['Greek', 'ΠΡΘ', '', 'Από', 'Στάλθηκε', 'Θέμα', 'Προς', 'Κοιν.'],
]

const thunderbird: Row[] = [
  ['English', 'Fwd', '-------- Forwarded Message --------', 'From', 'Date', 'Subject', 'To', 'CC'],
  ['Norwegian', 'Fwd', '-------- Videresendt melding --------', 'Fra', 'Dato', 'Emne', 'Til', 'Kopi'],
  ['Nynorsk', 'Fwd', '-------- Vidaresend melding --------', 'Frå', 'Dato', 'Emne', 'Til', 'Kopi'],
  ['Danish', 'Fwd', '-------- Videresendt meddelelse --------', 'Fra', 'Dato', 'Emne', 'Til', 'CC'],
  ['Swedish', 'Fwd', '-------- Vidarebefordrat meddelande --------', 'Från', 'Datum', 'Ämne', 'Till', 'Kopia'],
  ['Finnish', 'Fwd', '-------- Välitetty viesti --------', 'Lähettäjä', 'Päiväys', 'Aihe', 'Vastaanottaja', 'Kopio'],
  ['German', 'Fwd', '-------- Weitergeleitete Nachricht --------', 'Von', 'Datum', 'Betreff', 'An', 'Kopie (CC)'],
  ['French', 'Fwd', '-------- Message transféré --------', 'De ', 'Date ', 'Sujet ', 'Pour ', 'Copie à '],
  ['Spanish', 'Fwd', '-------- Mensaje reenviado --------', 'De', 'Fecha', 'Asunto', 'Para', 'CC'],
  ['Dutch', 'Fwd', '-------- Doorgestuurd bericht --------', 'Van', 'Datum', 'Onderwerp', 'Aan', 'CC'],
  ['Italian', 'Fwd', '-------- Messaggio Inoltrato --------', 'Mittente', 'Data', 'Oggetto', 'A', 'CC'],
  ['Portuguese', 'Fwd', '-------- Mensagem reencaminhada --------', 'De', 'Data', 'Assunto', 'Para', 'CC'],
  ['Brazilian', 'Fwd', '-------- Mensagem encaminhada --------', 'De', 'Data', 'Assunto', 'Para', 'CC'],
  ['Polish', 'Fwd', '-------- Treść przekazanej wiadomości --------', 'Nadawca', 'Data', 'Temat', 'Adresat', 'Kopia'],
  ['Czech', 'Fwd', '-------- Přeposlaná zpráva --------', 'Od', 'Datum', 'Předmět', 'Komu', 'Kopie'],
  ['Slovak', 'Fwd', '-------- Preposlaná správa --------', 'Od', 'Dátum', 'Predmet', 'Komu', 'Kópia'],
  ['Croatian', 'Fwd', '-------- Proslijeđena poruka --------', 'Šalje', 'Datum', 'Naslov', 'Prima', 'Kopija'],
  ['Hungarian', 'Fwd', '-------- Továbbított üzenet --------', 'Feladó', 'Dátum', 'Tárgy', 'Címzett', 'Másolatot kap'],
  ['Romanian', 'Fwd', '-------- Mesaj redirecționat --------', 'De la', 'Data', 'Subiect', 'Către', 'CC'],
  ['Russian', 'Fwd', '-------- Перенаправленное сообщение --------', 'От', 'Дата', 'Тема', 'Кому', 'Копия'],
  ['Ukrainian', 'Fwd', '-------- Переслане повідомлення --------', 'Від', 'Дата', 'Тема', 'Кому', 'Копія'],
  ['Turkish', 'Fwd', '-------- İletilmiş İleti --------', 'Kimden', 'Tarih', 'Konu', 'Kime', 'CC'],
  ['Estonian', 'Fwd', '-------- Edastatud kiri --------', 'Saatja', 'Kuupäev', 'Teema', 'Saaja', 'Koopia'],
]

const apple: Row[] = [
  ['English', 'Fwd', 'Begin forwarded message:', 'From', 'Date', 'Subject', 'To', 'Cc'],
  ['Norwegian', 'Fwd', 'Videresendt melding:', 'Fra', 'Dato', 'Emne', 'Til', 'Kopi'],
  ['Danish', 'Fwd', 'Start på videresendt besked:', 'Fra', 'Dato', 'Emne', 'Til', 'Cc'],
  ['Swedish', 'Vb', 'Vidarebefordrat mejl:', 'Från', 'Datum', 'Ämne', 'Till', 'Kopia'],
  ['Finnish', 'Fwd', 'Välitetty viesti alkaa:', 'Lähettäjä', 'Päivämäärä', 'Aihe', 'Vastaanottaja', 'Kopio'],
  ['German', 'Fwd', 'Anfang der weitergeleiteten Nachricht:', 'Von', 'Datum', 'Betreff', 'An', 'Kopie'],
  ['German, newer', 'Fwd', 'Anfang der weitergeleiteten E-Mail:', 'Von', 'Datum', 'Betreff', 'An', 'Kopie'],
  ['French', 'Tr', 'Début du message réexpédié :', 'De ', 'Date ', 'Objet ', 'À ', 'Cc '],
  ['French, newer', 'Fwd', 'Début du message transféré :', 'De ', 'Date ', 'Objet ', 'À ', 'Cc '],
  ['Spanish', 'Fwd', 'Inicio del mensaje reenviado:', 'De', 'Fecha', 'Asunto', 'Para', 'Cc'],
  ['Dutch', 'Fwd', 'Begin doorgestuurd bericht:', 'Van', 'Datum', 'Onderwerp', 'Aan', 'Kopie'],
  ['Italian', 'Fwd', 'Inizio messaggio inoltrato:', 'Da', 'Data', 'Oggetto', 'A', 'Cc'],
  ['Portuguese', 'Fwd', 'Início da mensagem reencaminhada:', 'De', 'Data', 'Assunto', 'Para', 'Cc'],
  ['Brazilian', 'Fwd', 'Início da mensagem encaminhada:', 'De', 'Data', 'Assunto', 'Para', 'Cc'],
  ['Polish', 'Fwd', 'Początek przekazywanej wiadomości:', 'Od', 'Data', 'Temat', 'Do', 'DW'],
  ['Czech', 'Fwd', 'Začátek přeposílané zprávy:', 'Od', 'Datum', 'Předmět', 'Komu', 'Kopie'],
  ['Slovak', 'Fwd', 'Začiatok preposlanej správy:', 'Od', 'Dátum', 'Predmet', 'Komu', 'Kópia'],
  ['Croatian', 'Fwd', 'Započni proslijeđenu poruku:', 'Šalje', 'Datum', 'Predmet', 'Prima', 'Kopija'],
  ['Hungarian', 'Fwd', 'Továbbított levél kezdete:', 'Feladó', 'Dátum', 'Tárgy', 'Címzett', 'Másolatot kap'],
  ['Romanian', 'Fwd', 'Începe mesajul redirecționat:', 'De la', 'Dată', 'Subiect', 'Către', 'Cc'],
  ['Russian', 'Fwd', 'Начало переадресованного сообщения:', 'От', 'Дата', 'Тема', 'Кому', 'Копия'],
  ['Turkish', 'İlt', 'İletilen ileti başlangıcı:', 'Kimden', 'Tarih', 'Konu', 'Kime', 'Bilgi'],
  ['Ukrainian', 'Fwd', 'Початок листа, що пересилається:', 'Від', 'Дата', 'Тема', 'Кому', 'Копія'],
]

const people = {
  from: 'Kari Solheim <kari@solvik.example>',
  to: 'Ingrid Haugen <ingrid@nordmark.example>',
  cc: 'Elif Demir <elif@nordmark.example>',
}
const whole = { ...ofKari, originalTo: [ingrid], originalCc: [elif] }

describe('S22 forwarded by hand, with words above', () => {
  test.each(gmail)('Gmail, %s', (_language, prefix, separator, from, date, subject, to, cc) => {
    const block = `${from}: ${people.from}\n${date}: tir. 3. mar. 2026 kl. 10:12\n${subject}: Varmepumpe\n${to}: ${people.to}\n${cc}: ${people.cc}`
    expect(find(`${own}\n\n${separator}\n${block}\n\n\n${body}`, `${prefix}: Varmepumpe`)).toMatchObject({
      ...whole,
      originalDate: 'tir. 3. mar. 2026 kl. 10:12',
    })
  })

  test.each(classicOutlook)('classic Outlook, %s', (_language, prefix, _none, from, date, subject, to, cc) => {
    const block = `${from}: ${people.from} \n${date}: tirsdag 3. mars 2026 10:12\n${to}: ${people.to}\n${cc}: ${people.cc}\n${subject}: Varmepumpe`
    expect(find(`${own}\n\n${block}\n\n${body}`, `${prefix}: Varmepumpe`)).toMatchObject(whole)
    // Outlook on the web and on phones puts a line above.
    expect(
      find(`${own}\n\n________________________________\n${block}\n\n${body}`, `${prefix}: Varmepumpe`),
    ).toMatchObject(whole)
  })

  test.each(thunderbird)('Thunderbird, %s', (_language, prefix, separator, from, date, subject, to, cc) => {
    const block = `${subject}: \tVarmepumpe\n${date}: \tTue, 3 Mar 2026 10:12:03 +0100\n${from}: \t${people.from}\n${to}: \t${people.to}\n${cc}: \t${people.cc}`
    expect(find(`${own}\n\n\n${separator}\n${block}\n\n\n\n${body}`, `${prefix}: Varmepumpe`)).toMatchObject(whole)
  })

  test.each(apple)('Apple Mail, %s', (_language, prefix, separator, from, date, subject, to, cc) => {
    const block = `${from}: ${people.from}\n${subject}: Varmepumpe\n${date}: 3. mars 2026 kl. 10:12:03 CET\n${to}: ${people.to}\n${cc}: ${people.cc}`
    expect(find(`${own}\n\n${separator}\n\n${block}\n\n${body}`, `${prefix}: Varmepumpe`)).toMatchObject(whole)
    const quoted = `${separator}\n\n${block}\n\n${body}`.replaceAll(/^/gm, '> ').replaceAll(/ $/gm, '')
    expect(find(`${own}\n\n${quoted}`, `${prefix}: Varmepumpe`)).toMatchObject(whole)
  })

  test.each([
    ['English', '----- Forwarded message -----', 'From', 'To', 'Sent', 'Subject'],
    ['Norwegian', '----- Videresendt melding -----', 'Fra', 'Til', 'Sendt', 'Emne'],
    ['Danish', '----- Videresendt meddelelse -----', 'Fra', 'Til', 'Sendt', 'Emne'],
    ['Swedish', '----- Vidarebefordrat mejl -----', 'Från', 'Till', 'Skickat', 'Ämne'],
    ['German', '----- Weitergeleitete Nachricht -----', 'Von', 'An', 'Gesendet', 'Betreff'],
    ['French', '----- Message transféré -----', 'De', 'À', 'Envoyé', 'Objet'],
    ['Spanish', '----- Mensaje reenviado -----', 'De', 'Para', 'Enviado', 'Asunto'],
    ['Dutch', '----- Doorgestuurd bericht -----', 'Van', 'Aan', 'Verzonden', 'Onderwerp'],
    ['Italian', '----- Messaggio inoltrato -----', 'Da', 'A', 'Inviato', 'Oggetto'],
    ['Brazilian', '----- Mensagem encaminhada -----', 'De', 'Para', 'Enviado', 'Assunto'],
    ['Polish', '----- Przekazana wiadomość -----', 'Od', 'Do', 'Wysłano', 'Temat'],
    ['Finnish', '----- Välitetty viesti -----', 'Lähettäjä', 'Vastaanottaja', 'Lähetetty', 'Aihe'],
    ['Russian', '----- Пересылаемое сообщение -----', 'От', 'Кому', 'Отправлено', 'Тема'],
    ['Hungarian', '----- Továbbított üzenet -----', 'Feladó', 'Címzett', 'Elküldve', 'Tárgy'],
    ['Romanian', '----- Mesaj redirecționat -----', 'De la', 'Către', 'Trimis', 'Subiect'],
    ['Turkish', '----- İletilmiş Mesaj -----', 'Kimden', 'Kime', 'Gönderildi', 'Konu'],
    ['Slovak', '----- Preposlaná správa -----', 'Od', 'Komu', 'Odoslané', 'Predmet'],
  ])('Yahoo, all on one line, %s', (_language, separator, from, to, sent, subject) => {
    const line = `${separator} ${from}: ${people.from}${to}: ${people.to}${sent}: 3 Mar 2026, 10:12:03 CET${subject}: Varmepumpe`
    expect(find(`${own}\n\n   ${line}\n ${body}`, 'Fwd: Varmepumpe')).toMatchObject({ ...ofKari, originalTo: [ingrid] })
    const apart = `${separator}\n${from}: ${people.from}\n${to}: ${people.to}\n${sent}: 3 Mar 2026, 10:12\n${subject}: Varmepumpe`
    expect(find(`${own}\n\n${apart}\n\n${body}`, 'Fwd: Varmepumpe')).toMatchObject({ ...ofKari, originalTo: [ingrid] })
  })

  test.each([
    ['English', 'On 03/03/2026, 10:12, "Kari Solheim" <kari@solvik.example> wrote:'],
    ['Norwegian', '03.03.2026 10:12 skrev Kari Solheim <kari@solvik.example>:'],
    ['Danish', 'D. 03.03.2026 10.12 skrev "Kari Solheim" <kari@solvik.example>:'],
    ['Swedish', 'Den 2026-03-03 10:12 skrev "Kari Solheim" <kari@solvik.example>:'],
    ['Finnish', '"Kari Solheim" <kari@solvik.example> kirjoitti 3.3.2026 kello 10.12:'],
    ['German', 'Am 03.03.26, 10:12 schrieb "Kari Solheim" <kari@solvik.example>:'],
    ['French', 'Le 03/03/2026 10:12, « Kari Solheim » <kari@solvik.example> a écrit :'],
    ['Spanish', 'El 3/3/26 10:12, "Kari Solheim" <kari@solvik.example> escribió:'],
    ['Dutch', 'Op 03-03-2026 10:12 heeft Kari Solheim <kari@solvik.example> geschreven:'],
    ['Italian', 'Il giorno 03/03/26, 10:12 "Kari Solheim" <kari@solvik.example> ha scritto:'],
    ['Portuguese', 'Em 03/03/2026 10:12, "Kari Solheim" <kari@solvik.example> escreveu:'],
    ['Polish', 'W dniu 03.03.2026, 10:12 użytkownik „Kari Solheim” <kari@solvik.example> napisał:'],
    ['Czech', '03.03.2026 10:12, uživatel Kari Solheim <kari@solvik.example> napsal:'],
    ['Slovak', '3. 3. 2026 10:12 používateľ Kari Solheim (<kari@solvik.example>) napísal:'],
    ['Croatian', 'Dana 03.03.2026. 10:12 korisnik Kari Solheim <kari@solvik.example> je napisao:'],
    ['Hungarian', '2026. 03. 03. 10:12 időpontban Kari Solheim (kari@solvik.example) ezt írta:'],
    ['Romanian', 'Pe 03.03.2026, 10:12, utilizatorul Kari Solheim <kari@solvik.example> a scris:'],
    ['Russian', '03.03.2026, 10:12, пользователь "Kari Solheim" <kari@solvik.example> написал:'],
    ['Ukrainian', '03.03.2026, 10:12, користувач Kari Solheim <kari@solvik.example> написав:'],
    ['Turkish', '03.03.2026 10:12 tarihinde Kari Solheim <kari@solvik.example> yazdı:'],
  ])('new Outlook on the Mac, %s', (_language, introduction) => {
    expect(find(`${own}\n\n\ufeff${introduction}\n\n    ${body}`, 'FW: Varmepumpe')).toMatchObject(ofKari)
    expect(find(`${own}\n\n${introduction}\n\n    ${body}`, 'SV: Varmepumpe')).toBeNull()
  })
})

const block = `From: ${people.from}\nDate: Tue, 3 Mar 2026 10:12\nSubject: Varmepumpe\nTo: ${people.to}`

describe('S22 other programs', () => {
  test.each([
    { because: 'Proton', above: `------- Forwarded Message -------\n${block}` },
    {
      because: 'Proton, introduced by a sentence',
      above:
        '------- Original Message -------\nOn Tuesday, March 3rd, 2026 at 10:12, Kari Solheim <kari@solvik.example> wrote:',
    },
    {
      because: 'Zoho',
      above: `============ Forwarded message ============\n${block}\n============ Forwarded message ============`,
    },
    { because: 'Fastmail', above: `----- Original message -----\n${block}` },
    {
      because: 'IONOS, German',
      above:
        '---------- Ursprüngliche Nachricht ----------\nVon: Kari Solheim <kari@solvik.example>\nAn: Ingrid Haugen\nDatum: 03.03.2026 10:12 CET\nBetreff: Varmepumpe',
    },
    {
      because: 'GMX, block alone, the date first',
      above:
        'Gesendet: Dienstag, 3. März 2026 um 10:12 Uhr\nVon: "Kari Solheim" <kari@solvik.example>\nAn: ingrid@nordmark.example\nBetreff: Varmepumpe',
    },
    {
      because: 'Hotmail with its own line',
      above: `________________________________\nFrom: kari@solvik.example <kari@solvik.example>\nSent: Tuesday\nTo: ingrid@nordmark.example\nSubject: Varmepumpe`,
      name: '',
    },
    {
      because: 'Outlook for iOS',
      above: `Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n${block}`,
      message: `${own}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>`,
    },
    {
      because: 'Samsung',
      above: `-------- Original message --------\nFrom: ${people.from}\nDate: 03/03/2026 10:12 (GMT+01:00)\nTo: Ingrid\nSubject: Varmepumpe`,
    },
    { because: 'Missive, the mail itself quoted', above: `---------- Forwarded message ----------\n${block}\n` },
    {
      because: 'HubSpot, French',
      above:
        '---------- Message transféré ---------\nDe : Kari Solheim <kari@solvik.example>\nDate : mardi 3 mars 2026\nObjet : Varmepumpe\nÀ : Ingrid',
    },
    {
      because: 'Mail.ru',
      above:
        '-------- Пересылаемое сообщение --------\nОт: Kari Solheim <kari@solvik.example>\nКому: Ingrid\nДата: Вторник, 3 марта 2026, 10:12\nТема: Varmepumpe',
    },
    {
      because: 'Yandex, no labels',
      above: '-------- Пересылаемое сообщение --------\n03.03.2026, 10:12, "Kari Solheim" <kari@solvik.example>:',
    },
    { because: 'Notes', above: `----- Forwarded by Jonas Berg/Oslo/Nordmark on 03/04/2026 09:00 -----\n\n${block}` },
    {
      because: 'eM Client, no colons',
      above:
        '------ Forwarded Message ------\nFrom "Kari Solheim" <kari@solvik.example>\nTo "Ingrid Haugen" <ingrid@nordmark.example>\nDate 03/03/2026 10:12:03\nSubject Varmepumpe',
    },
    { because: 'MailMate', above: `Forwarded message:\n\n${block.replaceAll(/^/gm, '> ')}\n` },
    {
      because: 'mutt',
      above: `----- Forwarded message from Kari Solheim <kari@solvik.example> -----\n\nDate: Tue, 3 Mar 2026\nFrom: ${people.from}\nTo: Ingrid\nSubject: Varmepumpe`,
    },
    { because: 'Gnus', above: `-------------------- Start of forwarded message --------------------\n${block}` },
    {
      because: 'Spark, bold labels',
      above:
        '---------- Forwarded message ----------\n*From:* Kari Solheim <kari@solvik.example>\n*Date:* 3 Mar 2026\n*To:* Ingrid\n*Subject:* Varmepumpe',
    },
    {
      because: 'labels and values on lines of their own',
      above:
        '---------- Forwarded message ----------\nFrom:\nKari Solheim <kari@solvik.example>\nDate:\n3 Mar 2026\nSubject:\nVarmepumpe',
    },
    {
      because: 'empty lines between the labels',
      above: `---------- Forwarded message ----------\n${block.replaceAll('\n', '\n\n')}`,
    },
    {
      because: 'labels that are not known in between',
      above:
        '-------- Forwarded Message --------\nSubject: Varmepumpe\nDate: Tue, 3 Mar 2026\nFrom: Kari Solheim <kari@solvik.example>\nMailprogramm: X 1.0\nTo: Ingrid',
    },
    {
      because: 'Thunderbird with every header',
      above:
        '-------- Forwarded Message --------\nReturn-Path: <kari@solvik.example>\nX-Mailer: Mail\nMessage-ID: <a@solvik.example>\nDate: Tue, 3 Mar 2026\nFrom: Kari Solheim <kari@solvik.example>\nTo: Ingrid\nSubject: Varmepumpe',
    },
    {
      because: 'Importance and attachments in the block',
      above: `From: ${people.from}\nSent: Tuesday\nTo: Ingrid\nSubject: Varmepumpe\nImportance: High\nAttachments: plan.pdf`,
    },
  ])('$because', ({ above, message = own, name = 'Kari Solheim' }) => {
    const text = `${own}\n\n${above}\n\n${body}`
    expect(find(text, 'Fwd: Varmepumpe')).toMatchObject({ ...ofKari, message, originalFrom: { ...kari, name } })
  })

  test.each([
    {
      because: 'Gmail',
      html: '<div>Kan dere se på denne?</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>Fra: <strong class="gmail_sendername">Kari Solheim</strong> <span>&lt;<a href="mailto:kari@solvik.example">kari@solvik.example</a>&gt;</span><br>Date: tir. 3. mars<br>Subject: Varmepumpe<br>To: Ingrid<br></div><div>Den støyer om natten.</div></div>',
    },
    {
      because: 'classic Outlook',
      html: '<p>Kan dere se på denne?</p><div style="border-top:solid #E1E1E1 1.0pt"><p><b>Fra:</b> Kari Solheim &lt;kari@solvik.example&gt;<br><b>Sendt:</b> 3. mars 2026<br><b>Til:</b> Ingrid<br><b>Emne:</b> Varmepumpe</p></div><p>Den støyer om natten.</p>',
    },
    {
      because: 'Outlook on the web',
      html: '<div>Kan dere se på denne?</div><hr><div id="divRplyFwdMsg"><b>Fra:</b> Kari Solheim &lt;kari@solvik.example&gt;<br><b>Sendt:</b> 3. mars<br><b>Til:</b> Ingrid<br><b>Emne:</b> Varmepumpe</div><div>Den støyer om natten.</div>',
    },
    {
      because: 'Apple Mail',
      html: '<div>Kan dere se på denne?</div><div><blockquote type="cite"><div>Videresendt melding:</div><br><div><b>Fra: </b>Kari Solheim &lt;kari@solvik.example&gt;</div><div><b>Emne: </b><b>Varmepumpe</b></div><div><b>Dato: </b>3. mars</div><div><b>Til: </b>Ingrid</div><br><div>Den støyer om natten.</div></blockquote></div>',
    },
    {
      because: 'Thunderbird',
      html: '<p>Kan dere se på denne?</p><div class="moz-forward-container"><br>-------- Videresendt melding --------<table class="moz-email-headers-table"><tbody><tr><th>Emne: </th><td>Varmepumpe</td></tr><tr><th>Dato: </th><td>3. mars</td></tr><tr><th>Fra: </th><td>Kari Solheim <a href="mailto:kari@solvik.example">&lt;kari@solvik.example&gt;</a></td></tr><tr><th>Til: </th><td>Ingrid</td></tr></tbody></table><p>Den støyer om natten.</p></div>',
    },
  ])('as HTML: $because', ({ html }) => expect(findHtml(html, 'VS: Varmepumpe')).toMatchObject(ofKari))
})

describe('who is stated', () => {
  test.each([
    { because: 'an address alone', from: 'kari@solvik.example', name: '' },
    { because: 'an address in brackets', from: '<kari@solvik.example>', name: '' },
    { because: 'the address as its own name', from: 'kari@solvik.example <kari@solvik.example>', name: '' },
    { because: 'mailto in square brackets', from: 'Kari Solheim [mailto:kari@solvik.example]', name: 'Kari Solheim' },
    { because: 'mailto in brackets', from: 'Kari Solheim <mailto:kari@solvik.example>', name: 'Kari Solheim' },
    {
      because: 'the link after it',
      from: 'Kari Solheim <kari@solvik.example<mailto:kari@solvik.example>>',
      name: 'Kari Solheim',
    },
    {
      because: 'the link behind',
      from: 'Kari Solheim <kari@solvik.example> <mailto:kari@solvik.example>',
      name: 'Kari Solheim',
    },
    { because: 'on behalf of', from: 'Solvik [mailto:kari@solvik.example] On Behalf Of Post', name: 'Solvik' },
    { because: 'a comma in quotes', from: '"Solheim, Kari" <kari@solvik.example>', name: 'Solheim, Kari' },
    { because: 'a comma without quotes', from: 'Solheim, Kari <kari@solvik.example>', name: 'Solheim, Kari' },
    { because: 'single quotes', from: "'Kari Solheim' <kari@solvik.example>", name: 'Kari Solheim' },
    { because: 'a comment', from: 'kari@solvik.example (Kari Solheim)', name: 'Kari Solheim' },
    { because: 'a wrapped address', from: 'Kari Solheim\n <kari@solvik.example>', name: 'Kari Solheim' },
    { because: 'round brackets', from: 'Kari Solheim (kari@solvik.example)', name: 'Kari Solheim' },
    {
      because: 'a name that turns the direction of writing',
      from: 'Kari \u202eSolheim <kari@solvik.example>',
      name: 'Kari Solheim',
    },
  ])('$because', ({ from, name }) => {
    const text = `---------- Forwarded message ---------\nFrom: ${from}\nDate: 3 Mar 2026\nSubject: Varmepumpe\nTo: x@y.example\n\n${body}`
    expect(find(text, 'Fwd: Varmepumpe')).toMatchObject({ originalFrom: { name, address: 'kari@solvik.example' } })
  })

  test.each([
    { because: 'commas', to: 'Ingrid Haugen <ingrid@nordmark.example>, Elif Demir <elif@nordmark.example>' },
    { because: 'Outlook', to: 'Ingrid Haugen <ingrid@nordmark.example>; Elif Demir <elif@nordmark.example>' },
    { because: 'wrapped', to: 'Ingrid Haugen <ingrid@nordmark.example>,\n  Elif Demir <elif@nordmark.example>' },
    {
      because: 'square brackets',
      to: 'Ingrid Haugen [mailto:ingrid@nordmark.example]; Elif Demir [mailto:elif@nordmark.example]',
    },
  ])('several recipients: $because', ({ to }) => {
    const text = `---------- Forwarded message ---------\nFrom: ${people.from}\nTo: ${to}\nSubject: Varmepumpe\n\n${body}`
    expect(find(text, 'Fwd: Varmepumpe')).toMatchObject({ originalTo: [ingrid, elif], originalSubject: 'Varmepumpe' })
  })

  test('a colleague by name alone has no address', () => {
    const text = `Fra: Kari Solheim\nSendt: 3. mars\nTil: Post\nEmne: Varmepumpe\n\n${body}`
    expect(find(text, 'VS: Varmepumpe')).toMatchObject({ originalFrom: { name: 'Kari Solheim', address: '' } })
  })

  test.each([
    {
      because: 'without words above',
      text: `---------- Forwarded message ---------\n${block}\n\n${body}`,
      message: '',
    },
    {
      because: 'the outermost of a chain',
      text: `---------- Forwarded message ---------\n${block}\n\n---------- Forwarded message ---------\nFrom: ${people.cc}\nDate: x\nSubject: y\n\n${body}`,
      message: '',
    },
    {
      because: 'an answer that was passed on, with what it answers',
      text: `${own}\n\n---------- Forwarded message ---------\n${block}\n\n${body}\n\nOn Mon, 2 Mar 2026 at 10:12, Elif Demir <elif@nordmark.example> wrote:\n> Hei`,
      message: own,
    },
    {
      because: 'a subject over two lines',
      text: `---------- Forwarded message ---------\nFrom: ${people.from}\nDate: 3 Mar 2026\nSubject: Varme\npumpe\nTo: x@y.example\n\n${body}`,
      message: '',
      subject: 'Varme pumpe',
    },
  ])('$because', ({ text, message, subject = 'Varmepumpe' }) => {
    expect(find(text, 'Fwd: Re: Varmepumpe')).toMatchObject({ originalFrom: kari, originalSubject: subject, message })
  })
})

describe('what the subject tells', () => {
  const outlook = `${own}\n\nFra: ${people.from}\nSendt: 3. mars\nTil: Ingrid\nEmne: Varmepumpe\n\n${body}`
  test.each([
    { because: 'FW', subject: 'FW: Varmepumpe' },
    { because: 'marked by a server', subject: '[EXTERNAL] VS: Varmepumpe' },
    { because: 'counted', subject: 'Fwd[2]: Varmepumpe' },
    { because: 'in brackets', subject: '[Fwd: Varmepumpe]' },
    { because: 'behind', subject: 'Varmepumpe (fwd)' },
    { because: 'a forward of an answer', subject: 'VS: SV: Varmepumpe' },
    { because: 'the mark taken out, and not written to the writer', subject: 'Varmepumpe' },
  ])('forwarded: $because', ({ subject }) => expect(find(outlook, subject)).toMatchObject({ originalFrom: kari }))

  test.each([
    { because: 'an answer', subject: 'SV: Varmepumpe' },
    { because: 'an answer to a forward', subject: 'Re: Fwd: Varmepumpe' },
    { because: 'German answer', subject: 'AW: WG: Varmepumpe' },
    { because: 'another subject', subject: 'Hjelp' },
    { because: 'the mark of answers taken out', subject: 'Varmepumpe', recipients: ['Kari@solvik.example'] },
    { because: 'one’s own words again', subject: 'Varmepumpe', from: 'kari@solvik.example' },
  ])('not forwarded: $because', ({ because: _because, subject, ...more }) =>
    expect(find(outlook, subject, more)).toBeNull(),
  )

  test('VS is an answer in Finnish', () => {
    const text = `${own}\n\nLähettäjä: ${people.from}\nLähetetty: 3. maaliskuuta\nVastaanottaja: Ingrid\nAihe: Varmepumpe\n\n${body}`
    expect(find(text, 'VS: Varmepumpe')).toBeNull()
    expect(find(text, 'VL: Varmepumpe')).toMatchObject({ originalFrom: kari })
  })
})

describe('no forward', () => {
  test.each([
    { because: 'ordinary words', text: 'Hei\n\nDen støyer om natten.', subject: 'Varmepumpe' },
    { because: 'a subject that begins like one', text: 'Hei', subject: 'I: the first person' },
    {
      because: 'somebody speaks of it',
      text: 'I got a forwarded message: it was yours.\nPlease look.',
      subject: 'Question',
    },
    {
      because: 'an answer to a forward, which it quotes',
      text: `Ja.\n\nOn Tue, 3 Mar 2026 at 10:12, Jonas <jonas@nordmark.example> wrote:\n> FYI\n>\n> ---------- Forwarded message ---------\n> ${block.replaceAll('\n', '\n> ')}\n>\n> Hei`,
      subject: 'Re: Varmepumpe',
    },
    {
      because: 'an answer from Outlook to a forward',
      text: `Ja.\n\nFra: Jonas <jonas@nordmark.example>\nSendt: 3. mars\nTil: Kari\nEmne: VS: Varmepumpe\n\n---------- Forwarded message ---------\n${block}\n\nHei`,
      subject: 'SV: VS: Varmepumpe',
    },
    {
      because: 'a quote that nothing introduces',
      text: `Ja.\n\n> Se under.\n> ---------- Forwarded message ---------\n> ${block.replaceAll('\n', '\n> ')}`,
      subject: 'Re: Varmepumpe',
    },
    { because: 'a form that names its fields', text: 'Fra: Oslo\nTil: Bergen\nDato: 3. mars', subject: 'Reise' },
    { because: 'a signature with labels', text: 'Hei\n\nTil: 22 33 44 55\nFra: 9 til 16', subject: 'Fwd: Hei' },
    { because: 'a list of dates', text: 'Date: 3 March\nTo: be decided\nSubject: meeting', subject: 'Plan' },
  ])('$because', ({ text, subject }) => expect(find(text, subject)).toBeNull())
})

describe('abuse-14 it stays linear', () => {
  test.each([
    { because: 'strokes', text: '-'.repeat(200_000) },
    { because: 'brackets', text: `From: ${'<'.repeat(200_000)}\nDate: x\nSubject: y` },
    { because: 'labels without end', text: 'From: a\n'.repeat(60_000) },
    { because: 'one line of labels', text: `----- Forwarded message ----- ${'From: a To: b '.repeat(20_000)}` },
    { because: 'separators without a block', text: '---------- Forwarded message ---------\n'.repeat(20_000) },
    { because: 'quotes', text: `${'"'.repeat(50_000)} <a@b.example> wrote 2026:\n`.repeat(4) },
    { because: 'blanks', text: `Subject:${' '.repeat(300_000)}x` },
  ])('$because', ({ text }) => {
    const start = performance.now()
    for (const subject of ['Fwd: x', 'x', 'Re: x']) find(text, subject)
    expect(performance.now() - start).toBeLessThan(1_500)
  })
})
