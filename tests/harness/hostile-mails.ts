export type Part = { type: string; body: string | Buffer; headers?: string[] }

/** A mail of several parts, each encoded apart: whatever one holds, it ends where it ends. */
export function mailOfParts(head: readonly string[], parts: readonly Part[]): Buffer {
  const lines = [...head, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="-=b"', '']
  for (const { type, body, headers = [] } of parts) {
    const encoded = Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\r\n')
    lines.push('---=b', `Content-Type: ${type}`, 'Content-Transfer-Encoding: base64', ...headers, '', encoded)
  }
  return Buffer.from([...lines, '---=b--', ''].join('\r\n'), 'latin1')
}

export type Fields = { subject: string; from: string; messageId: string; inReplyTo?: string }

export function headOf({ subject, from, messageId, inReplyTo }: Fields): string[] {
  return [
    `From: ${from}`,
    'To: support@solvik-varme.inbox.localhost',
    `Subject: ${subject}`,
    `Message-ID: <${messageId}>`,
    ...(inReplyTo ? [`In-Reply-To: <${inReplyTo}>`] : []),
  ]
}

const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
/** As it is, where a header's line can hold it (RFC 6532). */
const raw = (text: string) => Buffer.from(text.replace(/[\0\r\n]/g, '')).toString('latin1')

/** A mail that says `line` wherever a mail can say something. */
export function everyFieldOf(line: string, address: string): Buffer {
  const id = address.replace('@', '.')
  const head = [
    `From: ${word(line)} <${address}> (${raw(line).replace(/[()\\]/g, '\\$&')})`,
    `To: ${word(line)} <support@solvik-varme.inbox.localhost>`,
    `Cc: ${word(line)} <cc.${address}>, "${raw(line).replace(/["\\]/g, '\\$&')}" <quoted.${address}>`,
    `Reply-To: ${word(line)} <${address}>`,
    `Subject: ${word(line)}`,
    `Message-ID: <${id}${raw(line).replace(/[<>\s]/g, '')}@nordmark.example>`,
    `References: <${raw(line)}>`,
    `List-Unsubscribe: <${raw(line)}>, <javascript:alert(1)>, <https://hostile.example/?${encodeURIComponent(line)}>`,
    `List-Id: ${word(line)} <${raw(line)}>`,
    `X-Mailer: ${raw(line)}`,
    'Date: Tue, 10 Mar 2026 12:00:00 +0000',
  ]
  const name = encodeURIComponent(line).replace(/[*'()]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
  const attached = [`From: ${word(line)} <${address}>`, `Subject: ${word(line)}`, 'Content-Type: text/html', '', line]
  return mailOfParts(head, [
    { type: 'text/plain; charset=utf-8', body: `${line}\n\nOn Tuesday, ${line} wrote:\n> ${line}\n-- \n${line}\n` },
    {
      type: `text/calendar; method=REQUEST; charset=utf-8; name*=utf-8''${name}`,
      body: calendarOf(line.replaceAll('\n', ' '), address),
    },
    {
      type: `image/png; name*=utf-8''${name}`,
      body: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==',
        'base64',
      ),
      headers: [
        `Content-ID: <${raw(line)}>`,
        `Content-Disposition: attachment; filename="${raw(line).replace(/["\\]/g, '\\$&')}"`,
      ],
    },
    {
      type: 'text/html; charset=utf-8',
      body: line,
      headers: [`Content-Disposition: attachment; filename*=utf-8''${name}.html`],
    },
    { type: 'message/rfc822', body: attached.join('\r\n') },
  ])
}

function calendarOf(line: string, address: string): string {
  const text = line.replace(/[\\;,]/g, '\\$&')
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${text}`,
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:${text}`,
    'DTSTAMP:20260310T120000Z',
    'DTSTART:20260312T090000Z',
    'DTEND:20260312T100000Z',
    `SUMMARY:${text}`,
    `LOCATION:${text}`,
    `DESCRIPTION:${text}`,
    `X-ALT-DESC;FMTTYPE=text/html:${text}`,
    `ORGANIZER;CN="${line.replaceAll('"', "'")}":mailto:${address}`,
    `ATTENDEE;CN="${line.replaceAll('"', "'")}":javascript:alert(1)`,
    'URL:javascript:alert(1)',
    `ATTACH:${text}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')
}

/** HTML whose bytes become markup only for who believes the wrong charset (abuse-18). */
export function charsetLies(): Part[] {
  const attack = '<img src=x onerror=alert(1)>'
  const utf16 = Buffer.from(attack, 'utf16le')
  return [
    { type: 'text/html; charset=utf-7', body: '+ADw-img src+AD0-x onerror+AD0-alert(1)+AD4-' },
    { type: 'text/html', body: '+ADw-script+AD4-alert(1)+ADw-/script+AD4-' },
    { type: 'text/html; charset=utf-16', body: utf16 },
    { type: 'text/html; charset=utf-16le', body: utf16 },
    { type: 'text/html; charset=utf-16be', body: Buffer.from(utf16).swap16() },
    { type: 'text/html; charset=utf-8', body: utf16 },
    { type: 'text/html; charset=utf-8', body: Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]) },
    {
      type: 'text/html; charset=utf-32',
      body: Buffer.from([...attack].map((char) => `\0\0\0${char}`).join(''), 'latin1'),
    },
    {
      type: 'text/html; charset=utf-8',
      body: Buffer.from(attack.replace('<', '\xc0\xbc').replace('>', '\xc0\xbe'), 'latin1'),
    },
    { type: 'text/html; charset=utf-8', body: Buffer.from(attack.replace('<', '\xe0\x80\xbc'), 'latin1') },
    {
      type: 'text/html; charset=iso-2022-jp',
      body: Buffer.from('<scr\x1b(Bipt>alert(1)</script><i\x1b$Bmg src=x onerror=alert(1)>\x1b(B', 'latin1'),
    },
    {
      type: 'text/html; charset=iso-2022-kr',
      body: Buffer.from('\x1b$)C<im\x0e\x0fg src=x onerror=alert(1)>', 'latin1'),
    },
    { type: 'text/html; charset=hz-gb-2312', body: '<~{~}img src=x onerror=alert(1)>~\n' },
    {
      type: 'text/html; charset=shift_jis',
      body: Buffer.from('<p title="\x81"><img src=x onerror=alert(1) x="\x81">', 'latin1'),
    },
    { type: 'text/html; charset=gbk', body: Buffer.from('<p title="\x81"><img src=x onerror=alert(1)>', 'latin1') },
    { type: 'text/html; charset=big5', body: Buffer.from('<p title="\xa1"><img src=x onerror=alert(1)>', 'latin1') },
    { type: 'text/html; charset=ibm037', body: Buffer.from([0x4c, 0x89, 0x94, 0x87, 0x6e]) },
    { type: 'text/html; charset=x-user-defined', body: attack },
    { type: 'text/html; charset="utf-8\\"><script>alert(1)</script>"', body: attack },
    { type: 'text/html; charset=us-ascii', body: Buffer.from('\xbcscript\xbealert(1)\xbc/script\xbe', 'latin1') },
    {
      type: 'application/xhtml+xml',
      body: '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    },
    { type: 'text/enriched', body: '<<script>alert(1)<</script>' },
    { type: 'text/plain; charset=utf-7', body: '+ADw-script+AD4-alert(1)+ADw-/script+AD4-' },
    { type: 'text/x-amp-html', body: '<html amp4email><script async src="x"></script></html>' },
    { type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' },
    { type: 'text/xml', body: '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>' },
  ]
}
