import type { Attributes } from 'sanitize-html'

/**
 * How mail programs mark the quoted mail and the signature in their HTML. Names are compared in lower case, without the
 * `x_` that Outlook puts before the names of what it quotes and without Yahoo's `ydp…` of each mail.
 */

/**
 * - `''`: the element holds the quoted mail
 * - `around`: it holds the introduction and a blockquote, and below that what was answered (Gmail puts the answer there
 *   when somebody writes below the quote)
 * - `below`: the quoted mail stands below it, as under Outlook's header block
 * - `rule`: a line as Outlook draws it above a header block, but others draw it too
 */
export type QuoteKind = '' | 'around' | 'below' | 'rule'

const quoteNames = new Set([
  // Yahoo; Outlook for Mac, Windows Mail and Outlook on telephones; Hotmail
  'yahoo_quoted',
  'yahoo-quoted',
  'olk_src_body_section',
  'mail-editor-reference-message-container',
  'ms-outlook-mobile-reference-message',
  'hmquote',
  // Thunderbird's line above its blockquote, Apple's wrapper, Proton, Tuta, Zoho, Spark, Front, Missive, Mailbutler
  'moz-cite-prefix',
  'appleoriginalcontents',
  'protonmail_quote',
  'tutanota_quote',
  'zmail_extra',
  'messagereplysection',
  'front-blockquote',
  'missive_quote',
  'mailbutler-quote',
  // Freshdesk, Zendesk, HubSpot, Airmail, BlackBerry, Roundcube, Mailspring, ProtonMail Bridge
  'freshdesk_quote',
  'zd_quoted',
  'hs_quoted',
  'bloop_original_html',
  '_originalcontent',
  'replybody_quote',
  'nylas-quote',
  'quoted-text',
  // Zimbra
  '__quoted_text__',
])
const aroundNames = new Set(['gmail_quote', 'gmail_quote_container'])
const aboveNames = new Set([
  'divrplyfwdmsg',
  'reply-intro',
  'outlookmessageheader',
  'stopspelling',
  '__divider__',
  '__headers__',
])
const signatureNames = new Set([
  'gmail_signature',
  'gmail_signature_prefix',
  'moz-signature',
  'applemailsignature',
  'ms-outlook-mobile-signature',
  'signature',
  'protonmail_signature_block',
  'tutanota_signature',
  'yahoo-signature',
  'yahoo_signature',
  'composer_signature',
  'messagesignaturesection',
  'sh-signature',
  'front-signature',
  'missive_signature',
  'freshdesk_signature',
  'hs_signature',
  'hs-signature',
  'airmailsignature',
  'bloop_sign',
  'zm-_id_-sgn',
  'zmail_signature_below',
  '_rc_sig',
  '_em_sig',
  '_signatureplaceholder',
  'mailbutler-signature',
  '__sig_pre__',
  '__sig_post__',
])

/** null: the element marks no quote. What went through here once is known by `data-quote`. */
export function quoteKind(tagName: string, attributes: Attributes): QuoteKind | null {
  const known = attributes['data-quote']
  if (known !== undefined) return isQuoteKind(known) ? known : ''
  if (tagName === 'blockquote' && attributes.type?.toLowerCase() === 'cite') return ''
  // GMX and web.de. As a class it is a quotation in somebody's design.
  if (attributes.name === 'quote') return ''
  const names = namesOf(attributes)
  if (names.some((name) => aboveNames.has(name))) return 'below'
  if (names.some((name) => quoteNames.has(name))) return ''
  // Gmail gives its class to the quotations that a writer makes himself, too.
  if (tagName !== 'blockquote' && names.some((name) => aroundNames.has(name))) return 'around'
  return tagName === 'div' && isOutlookRule(attributes.style ?? '') ? 'rule' : null
}

export function isSignatureElement(tagName: string, attributes: Attributes): boolean {
  if (attributes['data-signature'] !== undefined || attributes['data-signature-widget'] !== undefined) return true
  if (attributes['data-signatureblock'] === 'true' || attributes['data-smartmail'] === 'gmail_signature') return true
  // Mailspring
  if (tagName === 'signature') return true
  return namesOf(attributes).some((name) => signatureNames.has(name))
}

function isQuoteKind(value: string): value is QuoteKind {
  return value === '' || value === 'around' || value === 'below' || value === 'rule'
}

/** What an element is called: by class, id, name and Zimbra's marker. Most have no name at all. */
function namesOf(attributes: Attributes): string[] {
  const { class: classes, id, name, 'data-marker': marker } = attributes
  if (!classes && !id && !name && !marker) return []
  return `${(classes ?? '').slice(0, 500)} ${id ?? ''} ${name ?? ''} ${marker ?? ''}`
    .slice(0, 800)
    .toLowerCase()
    .split(/\s+/)
    .map(plainName)
}

/** `x_x_gmail_quote` → `gmail_quote`, `ydp1a2b3c4dyahoo_quoted` → `yahoo_quoted`, `yahoo_quoted_0123` and `bloop_sign_0123` likewise. */
function plainName(name: string): string {
  return name
    .replace(/^(?:x_){1,20}/, '')
    .replace(/^ydp[0-9a-f]{6,10}/, '')
    .replace(/_\d{3,20}$/, '')
}

/**
 * The line above the header block: `border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm` (Outlook 2013
 * and later; #B5C4DF before), and Windows Mail's `border-top-color: rgb(229, 229, 229)`.
 */
function isOutlookRule(style: string): boolean {
  if (!style.includes('border-top')) return false
  const flat = style.slice(0, 500).toLowerCase().replace(/\s+/g, '')
  return (
    /border-top:solid(?:#[0-9a-f]{6}|windowtext)1\.0pt;padding:3\.0pt0/.test(flat) ||
    flat.includes('border-top-color:rgb(229,229,229);border-top-width:1px')
  )
}
