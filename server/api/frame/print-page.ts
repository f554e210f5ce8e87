import { escapeHtml } from '../../mail/escape-html.ts'
import type { MailAddress } from '../../mail/parsed-mail.ts'
import type { FrameBody } from './frame-body.ts'
import { mailStyle } from './frame-page.ts'
import { type FrameLanguage, frameWords } from './frame-words.ts'
import { pageDocument, pagePolicy } from './page-document.ts'

/** Opens the dialog to print once everything is there. The mail's own would not run. */
const script = `addEventListener('load',()=>setTimeout(print,50))`

export const printPageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': pagePolicy(script, {
    ancestors: "'none'",
    allows: 'allow-modals allow-popups allow-popups-to-escape-sandbox',
  }),
  'cache-control': 'no-store',
}

export type PrintedHead = {
  subject: string
  from: MailAddress
  to: readonly MailAddress[]
  cc: readonly MailAddress[]
  at: Date
  attachments: readonly string[]
}

const style = `html{color-scheme:light;background:#fff;color:#18212c}${mailStyle}
body>header{max-width:760px;margin:24px auto 16px;padding:0 24px 12px;border-bottom:1px solid #b5bfc7;font-size:13px;line-height:20px}
body>header h1{margin:0 0 8px;font-size:20px;line-height:26px}body>header dl{display:grid;grid-template-columns:auto 1fr;gap:0 12px;margin:0}
body>header dt{color:#5d6974}body>header dd{margin:0;overflow-wrap:anywhere}body>main{max-width:760px;margin:0 auto;padding:0 24px 24px}
.plain{white-space:pre-wrap}@page{margin:14mm}@media print{body>header,body>main{max-width:none;margin-top:0;padding-left:0;padding-right:0}main table,main img{max-width:100%!important}*{print-color-adjust:exact}img,tr{break-inside:avoid}}`

/** A mail on paper: who, to whom, when and about what, and all that it says, nothing folded. */
export function printPage(
  head: PrintedHead,
  body: FrameBody,
  options: { language: FrameLanguage; zone: string },
): string {
  const { language, zone } = options
  const words = frameWords[language]
  const subject = head.subject || words.noSubject
  const lines = [
    [words.from, named(head.from)],
    [words.to, head.to.map(named).join(', ')],
    [words.cc, head.cc.map(named).join(', ')],
    [words.date, dateIn(head.at, language, zone)],
    [words.attachments, head.attachments.join(', ')],
  ]
    .filter(([, value]) => value !== '')
    .map(([label = '', value = '']) => `<dt>${label}</dt><dd><bdi>${escapeHtml(value)}</bdi></dd>`)
  return pageDocument({
    language,
    head: `<title>${escapeHtml(subject)}</title>`,
    style,
    mailStyle: body.style,
    body: `<body><header><h1><bdi>${escapeHtml(subject)}</bdi></h1><dl>${lines.join('')}</dl></header><main>${body.html}</main><script>${script}</script></body>`,
  })
}

const named = ({ name, address }: MailAddress) => (name && name !== address ? `${name} <${address}>` : address)

function dateIn(at: Date, language: FrameLanguage, timeZone: string): string {
  const locale = language === 'nb' ? 'nb-NO' : 'en-GB'
  return at.toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short', timeZone })
}
