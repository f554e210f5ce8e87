import sanitizeHtml, { type Attributes, type IOptions, type Tag } from 'sanitize-html'
import { isSignatureElement, quoteKind } from './quote-elements.ts'
import { sanitiseStyle } from './sanitise-style.ts'

/** Nesting beyond this says nothing to a reader and costs every walk over the tree. Browsers flatten at 512. */
const maxNesting = 200
/** Parsers are quadratic in the number of open elements: HTML that goes deeper is read as text (abuse-13). */
const maxOpenElements = 1_000
/** Characters of a `data:` picture that is kept in place. A logo; larger ones have no business in an attribute. */
const maxDataUrlChars = 200_000

const layoutAttributes = ['align', 'valign', 'width', 'height', 'bgcolor', 'color', 'dir', 'lang', 'title', 'style']

/**
 * HTML of a stranger → HTML that can be shown in the sandboxed frame (law 7): an allow-list of elements, attributes and
 * style properties. No script, handler, form, frame, object, SVG, MathML, meta, base or style sheet. Links lead to http,
 * https, mailto and tel alone, and open outside. Nothing is fetched by showing it: a picture of the mail (`cid:`) becomes
 * `data-cid`, one on the web `data-remote`, and only small `data:` pictures keep their `src`. Quotes and signatures that
 * mail programs mark are marked anew (`data-quote`, `data-signature`; `quote-elements.ts`), so that they can be folded.
 *
 * Fed its own output it gives the same again (abuse-02).
 */
export function sanitiseHtml(html: string): string {
  const text = html.replaceAll('\0', '')
  return sanitizeHtml(isNestedDeeper(text, maxOpenElements) ? withoutTags(text) : text, options).trim()
}

const options: IOptions = {
  allowedTags: [
    'a',
    'abbr',
    'address',
    'article',
    'aside',
    'b',
    'bdi',
    'bdo',
    'big',
    'blockquote',
    'br',
    'caption',
    'center',
    'cite',
    'code',
    'col',
    'colgroup',
    'dd',
    'del',
    'details',
    'dfn',
    'div',
    'dl',
    'dt',
    'em',
    'figcaption',
    'figure',
    'font',
    'footer',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
    'i',
    'img',
    'ins',
    'kbd',
    'li',
    'main',
    'mark',
    'nav',
    'ol',
    'p',
    'pre',
    'q',
    's',
    'samp',
    'section',
    'small',
    'span',
    'strike',
    'strong',
    'sub',
    'summary',
    'sup',
    'table',
    'tbody',
    'td',
    'tfoot',
    'th',
    'thead',
    'time',
    'tr',
    'tt',
    'u',
    'ul',
    'var',
    'wbr',
  ],
  // Their content is no text either; everything else that is not allowed leaves its text behind: nothing is lost.
  nonTextTags: [
    'applet',
    'audio',
    'canvas',
    'embed',
    'frameset',
    'head',
    'iframe',
    'math',
    'noembed',
    'noframes',
    'noscript',
    'object',
    'option',
    'script',
    'style',
    'svg',
    'template',
    'textarea',
    'title',
    'video',
    'xml',
    'xmp',
  ],
  allowedAttributes: {
    '*': [...layoutAttributes, 'data-quote', 'data-signature'],
    a: ['href', 'name', 'target', 'rel'],
    blockquote: ['type'],
    img: ['alt', 'border', 'hspace', 'vspace', 'data-cid', 'data-remote', 'src'],
    table: ['border', 'cellpadding', 'cellspacing', 'summary'],
    td: ['colspan', 'rowspan', 'nowrap'],
    th: ['colspan', 'rowspan', 'nowrap', 'scope'],
    col: ['span'],
    colgroup: ['span'],
    font: ['face', 'size'],
    ol: ['start', 'type'],
    ul: ['type'],
    li: ['value', 'type'],
    details: ['open'],
    time: ['datetime'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['data'] },
  allowProtocolRelative: false,
  nestingLimit: maxNesting,
  // `style` is filtered by `sanitiseStyle` in the transformer: the library's own filter cannot take functions apart.
  parseStyleAttributes: false,
  transformTags: { '*': sanitiseTag },
  parser: { lowerCaseTags: true, lowerCaseAttributeNames: true, decodeEntities: true },
}

function sanitiseTag(tagName: string, attributes: Attributes): Tag {
  const kept: Attributes = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'style' && name !== 'data-quote' && name !== 'data-signature') kept[name] = value
  }
  const style = sanitiseStyle(attributes.style ?? '')
  if (style) kept.style = style
  const quote = quoteKind(tagName, attributes)
  if (quote !== null) kept['data-quote'] = quote
  else if (isSignatureElement(tagName, attributes)) kept['data-signature'] = ''
  // A body's colours belong to the whole; the frame has a body of its own.
  if (tagName === 'body' || tagName === 'html' || tagName === 'signature') return { tagName: 'div', attribs: kept }
  if (tagName === 'a') return { tagName, attribs: sanitiseLink(kept) }
  if (tagName === 'img') return { tagName, attribs: sanitisePicture(kept) }
  return { tagName, attribs: kept }
}

function sanitiseLink(attributes: Attributes): Attributes {
  const { href, target: _target, rel: _rel, name: _name, ...rest } = attributes
  const address = href === undefined ? null : linkAddress(href)
  return address === null ? rest : { ...rest, href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }
}

/** The address without the blanks and controls that browsers skip and filters do not; null when it leads nowhere good. */
function linkAddress(href: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const bare = href.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g, '').trim()
  return /^(?:https?:\/\/[^/\s]|mailto:|tel:)/i.test(bare) ? bare : null
}

function sanitisePicture(attributes: Attributes): Attributes {
  const { src, srcset: _srcset, 'data-cid': cid, 'data-remote': remote, ...rest } = attributes
  if (src === undefined) {
    if (cid !== undefined) return { ...rest, 'data-cid': cid }
    if (remote !== undefined && linkAddress(remote) !== null) return { ...rest, 'data-remote': remote }
    return rest
  }
  const bare = src.trim()
  if (/^cid:/i.test(bare)) return { ...rest, 'data-cid': contentIdOf(bare.slice(4)) }
  if (/^(?:https?:)?\/\//i.test(bare)) {
    const address = linkAddress(bare.startsWith('//') ? `https:${bare}` : bare)
    return address === null ? rest : { ...rest, 'data-remote': address }
  }
  const isSmall = bare.length <= maxDataUrlChars
  if (isSmall && /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$/i.test(bare))
    return { ...rest, src: bare }
  return rest
}

function contentIdOf(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Elements that hold nothing, or that a parser closes by itself: a run of them does not nest. */
const shallow = new Set(
  'area base br col dd dt embed hr img input li link meta option p param source tbody td tfoot th thead tr track wbr'.split(
    ' ',
  ),
)

/** Whether more elements than `max` are ever open at once. An estimate from above, in one linear pass. */
function isNestedDeeper(html: string, max: number): boolean {
  let open = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})/g)) {
    if (shallow.has(name.toLowerCase())) continue
    open = slash ? Math.max(0, open - 1) : open + 1
    if (open > max) return true
  }
  return false
}

function withoutTags(html: string): string {
  return html.replace(/<[^<>]*>/g, ' ').replaceAll('<', '&lt;')
}
